import type { Entity } from '@orchard-studio/core';
import { GENERIC, KINDS } from '../lexicon/apps.ts';
import { isTitle, typeOfField } from '../lexicon/fields.ts';
import { USER } from '../lexicon/people.ts';
import { commonFields, USUAL_LINKS } from '../lexicon/things.ts';
import { capitalise, listing, onLast, plural } from '../text/inflect.ts';
import {
  ASSUMED,
  type Basis,
  type Draft,
  ensureEntity,
  ensureField,
  ensureReference,
  entities,
  findEntity,
  key,
  TEMPLATE,
} from './draft.ts';
import { headThing } from './head.ts';
import { actorNamed, addRequirement, addStatement } from './people.ts';

const INFERRED: Basis = { origin: 'inferred', sources: [] };
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
    if (entity.fields.some((field) => field.type !== 'reference')) continue;
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
    if (known.has(entity.id) || hasText || !isTitle(first)) continue;
    ensureField(draft, entity, { name: first, basis: TEMPLATE, required: true });
  }
}

/** In a new thing the name comes first and what it belongs to last, however it was said. */
function orderFields(draft: Draft, known: ReadonlySet<string>): void {
  const rank = (field: Entity['fields'][number]): number =>
    field.type === 'reference' ? 2 : isTitle(field.name) ? 0 : 1;
  for (const entity of entities(draft)) {
    if (!known.has(entity.id)) entity.fields.sort((a, b) => rank(a) - rank(b));
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
    ensureReference(draft, { from, to, basis: INFERRED });
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

function fillIntent(draft: Draft): void {
  const { intent, requirements } = draft.content.sections;
  if (entities(draft).length === 0) return;
  if (intent.actors.length === 0) actorNamed(draft, USER, ASSUMED);
  const [actor] = intent.actors;
  const who = `${actor?.name ?? USER}s`;
  for (const entity of entities(draft).slice(0, 20)) {
    const mentioned = requirements.items.some(
      ({ title }) => key(title).includes(key(entity.name)) || key(title).includes(manyOf(entity)),
    );
    if (mentioned) continue;
    addRequirement(draft, {
      text: `${who} add, change and remove ${manyOf(entity)}`,
      basis: INFERRED,
      actor: actor?.name ?? USER,
      action: 'create',
    });
  }
  if (intent.journeys.length > 0) return;
  for (const entity of entities(draft).slice(0, 3)) {
    addStatement(draft, {
      list: 'journeys',
      text: `${who} add, change and remove ${manyOf(entity)}`,
      basis: INFERRED,
    });
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
  nameFeature(draft);
  fillFields(draft);
  giveNames(draft, known);
  linkByName(draft, known);
  linkUsual(draft, known);
  orderFields(draft, known);
  fillIntent(draft);
  if (draft.content.summary === summaryOf({ content: before })) draft.content.summary = summaryOf(draft);
}
