import type { Entity, Field } from '@orchard-studio/core';
import { GENERIC, KINDS } from '../lexicon/apps.ts';
import { isTitle, typeOfField } from '../lexicon/fields.ts';
import { ANYONE_ROLE, USER } from '../lexicon/people.ts';
import { commonFields, isLine, isOrdered, isPartWord, USUAL_LINKS } from '../lexicon/things.ts';
import { capitalise, listing, onLast, plural } from '../text/inflect.ts';
import { peopleOf } from './access-words.ts';
import {
  ASSUMED,
  type Draft,
  ensureEntity,
  ensureField,
  ensureReference,
  entities,
  findEntity,
  INFERRED,
  isLink,
  key,
  TEMPLATE,
} from './draft.ts';
import { covers } from './grants.ts';
import { headThing } from './head.ts';
import { actorNamed, addRequirement, addStatement } from './people.ts';
import { completeLines, ensureLines, isTiedByThird } from './relations.ts';

const manyPeople = (role: string): string => capitalise(peopleOf(role));
const manyOf = (entity: Entity): string => onLast(entity.name.toLowerCase(), plural);

/** A description that names nothing it keeps: "a recipe app" keeps recipes, "a blog" posts and comments. */
function fallbackEntities(draft: Draft): void {
  const { head } = draft;
  if (head === null || entities(draft).length > 0) return;
  const kinds = KINDS.get(head.words.at(-1) ?? '') ?? KINDS.get(head.words.at(-2) ?? '');
  const thing = headThing(head);
  const names = kinds ?? (thing === null ? [] : [thing.name]);
  for (const name of names) ensureEntity(draft, name, INFERRED);
}

/** "App" or "System" is no name; what it keeps makes one: "Expense app". */
function nameFeature(draft: Draft): void {
  const [first] = entities(draft);
  const { head, content } = draft;
  const isGeneric =
    head !== null &&
    head.words.length === 1 &&
    GENERIC.has(head.words[0] ?? '') &&
    key(content.feature) === head.words[0];
  if (first === undefined || (content.feature !== '' && !isGeneric)) return;
  const asked = content.questions.some((question) => question.topic === 'feature.name');
  if (content.feature !== '' || !asked)
    content.feature = capitalise(`${first.name} ${isGeneric ? content.feature.toLowerCase() : 'app'}`);
}

/** Things nobody described get what is usual, so that the plan is whole from the first turn. */
function fillFields(draft: Draft): void {
  for (const entity of entities(draft)) {
    if (entity.fields.some((field) => !isLink(field))) continue;
    for (const [index, name] of commonFields(key(entity.name)).fields.entries()) {
      ensureField(draft, entity, { name, basis: TEMPLATE, ...(index === 0 ? { required: true } : {}) });
    }
  }
}

/** A thing nobody can recognise in a list gets the name it usually has. */
function giveNames(draft: Draft, known: ReadonlySet<string>): void {
  for (const entity of entities(draft)) {
    const [first = ''] = commonFields(key(entity.name)).fields;
    const hasText = entity.fields.some(
      (field) => field.type === 'string' || field.type === 'text' || field.type === 'email',
    );
    // What ties two things together is recognised by them: a loan by its member and its book.
    const isTie = isLine(key(entity.name)) || entity.fields.filter(isLink).length > 1;
    if (known.has(entity.id) || hasText || !isTitle(first) || isTie) continue;
    ensureField(draft, entity, { name: first, basis: TEMPLATE, required: true });
  }
}

/** In a new thing the name comes first and what it belongs to last, however it was said. */
function orderFields(draft: Draft, known: ReadonlySet<string>): void {
  const rank = (field: Entity['fields'][number]): number => (isLink(field) ? 2 : isTitle(field.name) ? 0 : 1);
  for (const entity of entities(draft)) {
    if (!known.has(entity.id)) entity.fields.sort((a, b) => rank(a) - rank(b));
  }
}

const isTied = (a: Entity, b: Entity): boolean =>
  [a, b].some((one) =>
    one.fields.some((field) => isLink(field) && field.references === (one === a ? b : a).id),
  );

const isCounted = (field: Field): boolean => /^(?:stock|quantity|qty|price)$/.test(field.name);

/** "order line" with orders: a part belongs to what it is named after. */
function linkParts(draft: Draft, known: ReadonlySet<string>): void {
  for (const part of entities(draft)) {
    const name = key(part.name);
    const whole =
      isPartWord(name) && name.includes(' ')
        ? findEntity(draft, name.split(' ').slice(0, -1).join(' '))
        : undefined;
    if (whole === undefined || whole.id === part.id || (known.has(part.id) && known.has(whole.id))) continue;
    if (isTied(part, whole)) continue;
    const field = ensureReference(draft, { from: part, to: whole, basis: INFERRED });
    if (field !== null) field.required = true;
  }
}

/** Links that go without saying, between things that are new in this turn. */
function linkUsual(draft: Draft, known: ReadonlySet<string>): void {
  const named = (name: string): Entity | undefined =>
    entities(draft).find((entity) => key(entity.name).split(' ').at(-1) === name);
  for (const [child, parent] of USUAL_LINKS) {
    const from = named(child);
    const to = named(parent);
    if (from === undefined || to === undefined || (known.has(from.id) && known.has(to.id))) continue;
    if (isTiedByThird(draft, from, to) || isTied(from, to)) continue;
    // What is counted in stock is ordered in numbers.
    if (isOrdered(key(from.name), key(to.name)) && to.fields.some(isCounted))
      ensureLines(draft, { holder: from, goods: to, basis: INFERRED });
    else ensureReference(draft, { from, to, basis: INFERRED });
  }
}

/** The thing a field is named after: "supplier", or "home team" with teams. */
function namedAfter(draft: Draft, name: string): Entity | undefined {
  const last = name.split(' ').at(-1) ?? '';
  return findEntity(draft, name) ?? (typeOfField(name).known ? undefined : findEntity(draft, last));
}

/** "items with a supplier; suppliers with a name": a text field with the name of a thing points to it. */
function linkByName(draft: Draft, known: ReadonlySet<string>): void {
  for (const from of entities(draft)) {
    for (const field of from.fields) {
      const to = field.type === 'string' ? namedAfter(draft, field.name) : undefined;
      if (to === undefined || to.id === from.id || (known.has(from.id) && known.has(to.id))) continue;
      Object.assign(field, {
        type: 'reference',
        references: to.id,
        required: false,
        values: [],
        default: null,
      });
    }
  }
}

/** Somebody uses it: whoever that is, until it is said. */
function ensureSomebody(draft: Draft): void {
  const { actors } = draft.content.sections.intent;
  if (entities(draft).length > 0 && actors.length === 0) actorNamed(draft, USER, ASSUMED);
}

/** Who looks after a thing by the access rules: who may add to it, the one who may do so with all first. */
function keeperOf(draft: Draft, entity: Entity): string {
  const { access, intent } = draft.content.sections;
  const rules = access.rules.filter((rule) => covers(rule, entity, 'create'));
  const rule = rules.find((each) => each.scope === 'all') ?? rules[0];
  const role = rule?.role ?? intent.actors[0]?.name ?? USER;
  return role === ANYONE_ROLE ? (intent.actors[0]?.name ?? USER) : role;
}

/** What people do with things that no sentence was about, by the rules that say who may. */
export function fillRequirements(draft: Draft): void {
  const { intent, requirements } = draft.content.sections;
  for (const entity of entities(draft).slice(0, 20)) {
    const mentioned = requirements.items.some(
      ({ title }) => key(title).includes(key(entity.name)) || key(title).includes(manyOf(entity)),
    );
    if (mentioned) continue;
    const actor = keeperOf(draft, entity);
    const text = `${manyPeople(actor)} add, change and remove ${manyOf(entity)}`;
    addRequirement(draft, { text, basis: INFERRED, actor, action: 'create' });
  }
  if (intent.journeys.length > 0) return;
  for (const entity of entities(draft).slice(0, 3)) {
    const text = `${manyPeople(keeperOf(draft, entity))} add, change and remove ${manyOf(entity)}`;
    addStatement(draft, { list: 'journeys', text, basis: INFERRED });
  }
}

/** "job: doctor" where doctors use it: a text that names a kind of user points to a list of them. */
function ensurePeople(draft: Draft): void {
  const actors = new Set(draft.content.sections.intent.actors.map((actor) => key(actor.name)));
  for (const field of entities(draft).flatMap((entity) => entity.fields)) {
    const { name, type, origin, sources } = field;
    if (type !== 'string' || origin !== 'user_stated' || !actors.has(key(name))) continue;
    ensureEntity(draft, key(name), { origin, sources });
  }
}

/** One sentence on what the app is; rewritten only while nobody has put it in other words. */
function summaryOf(draft: Pick<Draft, 'content'>): string {
  const { feature, sections } = draft.content;
  const things = sections.dataModel.entities.map(manyOf);
  return feature === '' || things.length === 0 ? '' : `Keeps track of ${listing(things)}.`.slice(0, 1_000);
}

/**
 * Drafts what is unknown, early: fields, links, actors, journeys, a summary.
 *
 * @param before - the content the turn started from.
 */
export function complete(draft: Draft, before: Draft['content']): void {
  const known = new Set(before.sections.dataModel.entities.map((entity) => entity.id));
  fallbackEntities(draft);
  ensurePeople(draft);
  nameFeature(draft);
  fillFields(draft);
  giveNames(draft, known);
  linkByName(draft, known);
  linkParts(draft, known);
  linkUsual(draft, known);
  orderFields(draft, known);
  completeLines(draft, known);
  ensureSomebody(draft);
  if (draft.content.summary === summaryOf({ content: before })) draft.content.summary = summaryOf(draft);
}
