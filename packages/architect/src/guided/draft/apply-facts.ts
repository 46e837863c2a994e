import type { Entity, Field, Source } from '@orchard-studio/core';
import { CAPABILITIES, CONTAINERS } from '../lexicon/apps.ts';
import { isTitle } from '../lexicon/fields.ts';
import { lookOf } from '../lexicon/looks.ts';
import { isAnybody } from '../lexicon/people.ts';
import { isPerson } from '../parse/act.ts';
import type { Fact, Item, Phrase } from '../parse/facts.ts';
import { capitalise } from '../text/inflect.ts';
import { applyAccessModel } from './access.ts';
import { applyActs } from './actions.ts';
import type { Applying, Of, Paths } from './applying.ts';
import { applyLook } from './design.ts';
import {
  type Basis,
  type Draft,
  ensureEntity,
  ensureField,
  ensureReference,
  fieldPath,
  findEntity,
  isLink,
  mainEntity,
} from './draft.ts';
import { applyChoices, applyProperty, applyRemove, applyRename } from './edits.ts';
import { headThing } from './head.ts';
import { giveItems, holdItem, isValue } from './items.ts';
import { actorPath, addRequirement, ensureActor } from './people.ts';
import { applyRates } from './rating.ts';
import { ensureMany } from './relations.ts';
import { applyNonGoal, excluded } from './scope.ts';
import type { Statement } from './statement.ts';

function applyFeature({ draft, basis }: Applying, { name, head, isBusiness }: Of<'feature'>): Paths {
  draft.content.feature ||= name;
  draft.head = head;
  if (isBusiness === true) return ['/feature'];
  const thing = headThing(head);
  if (thing?.isSure === true) {
    const entity = ensureEntity(draft, thing.name, basis);
    draft.focus = entity?.id ?? draft.focus;
  }
  return ['/feature'];
}

/** "job board with job postings": the postings are what the board is named after. */
const RECORD_WORDS = new Set([
  'posting',
  'post',
  'offer',
  'ad',
  'listing',
  'entry',
  'record',
  'item',
  'opening',
]);

function nameAfterItem(owner: Entity | undefined, items: readonly Item[]): void {
  const name = owner?.name.toLowerCase() ?? '';
  const found = items.find(({ phrase }) => {
    const [first = '', word = '', ...more] = phrase.singular.split(' ');
    return more.length === 0 && first === name && phrase.isPlural && RECORD_WORDS.has(word);
  });
  if (owner !== undefined && owner.fields.length === 0 && found !== undefined)
    owner.name = capitalise(found.phrase.singular);
}

/** "with …" after the name of the app: values belong to what the app is named after, things stand for themselves. */
function applyHolds({ draft, basis }: Applying, { items }: Of<'holds'>): Paths {
  const head = draft.head === null ? null : headThing(draft.head);
  const known = head === null ? undefined : findEntity(draft, head.name);
  nameAfterItem(known, items);
  const allValues = items.every((item) => isValue(item) && item.inner.length === 0);
  const owner =
    known ?? (head !== null && allValues ? ensureEntity(draft, head.name, basis) : undefined) ?? undefined;
  return items.flatMap((item) => {
    const isOwn =
      owner !== undefined &&
      !CAPABILITIES.has(item.phrase.singular) &&
      (isValue(item) || head?.isSure === true) &&
      findEntity(draft, item.phrase.singular) === undefined;
    if (isOwn && (isValue(item) || item.phrase.isPlural))
      return giveItems(draft, owner, { items: [item], basis });
    const path = holdItem(draft, item, basis);
    return path === null ? [] : [path];
  });
}

/** "the product" and "the project" are the app itself, unless the app keeps products or projects. */
const isWholeApp = (draft: Draft, subject: Phrase): boolean =>
  CONTAINERS.has(subject.singular) && !subject.isPlural && findEntity(draft, subject.singular) === undefined;

function applyHas(applying: Applying, fact: Of<'has'>): Paths {
  const { draft, basis } = applying;
  if (isWholeApp(applying.draft, fact.subject))
    return applyHolds(applying, { kind: 'holds', items: fact.items });
  const entity = ensureEntity(draft, fact.subject.singular, basis);
  if (entity === null) return [];
  draft.focus = entity.id;
  const refused = fact.items.flatMap((item) => excluded(applying, item));
  if (refused.length > 0) return refused;
  if (!ALSO.test(applying.statement.claim.text)) forgetTemplate(entity, fact.items);
  return giveItems(draft, entity, { items: fact.items, basis });
}

const ALSO = /\b(?:also|too|as well|additionally|more)\b/i;

/** "recipes have a title and steps" says it all: what was assumed before goes, but for a name when none is said. */
function forgetTemplate(entity: Entity, items: readonly Item[]): void {
  if (!items.some(isValue)) return;
  const values = entity.fields.filter((field) => !isLink(field));
  const allGuessed = values.every((field) => field.origin === 'template');
  const hasTitle = items.some((item) => isTitle(item.phrase.words.join(' ')));
  const goes = (field: Field): boolean =>
    field.origin === 'template' && !isLink(field) && (isTitle(field.name) ? hasTitle : allGuessed);
  entity.fields = entity.fields.filter((field) => !goes(field));
}

function applyBelongs({ draft, basis }: Applying, { subject, targets }: Of<'belongs'>): Paths {
  if (isWholeApp(draft, subject)) {
    return targets
      .filter(isPerson)
      .flatMap((target) => ensureActor(draft, target, basis) ?? [])
      .map(actorPath);
  }
  const from = ensureEntity(draft, subject.singular, basis);
  if (from === null) return [];
  draft.focus = from.id;
  return targets.flatMap((target) => {
    if (isAnybody(target.words[0] ?? '')) {
      const field = ensureField(draft, from, { name: 'assignee', basis });
      return field === null ? [] : [fieldPath(from, field)];
    }
    const to = ensureEntity(draft, target.singular, basis);
    const link = target.isMany ? ensureMany : ensureReference;
    const field = to === null ? null : link(draft, { from, to, basis });
    if (to === null || field === null) return [];
    return [fieldPath(from.fields.includes(field) ? from : to, field)];
  });
}

function applyAdd(applying: Applying, { items, to }: Of<'add'>): Paths {
  const { draft, basis } = applying;
  const refused = items.flatMap((item) => excluded(applying, item));
  if (refused.length > 0) return refused;
  const owner = to === null ? null : ensureEntity(draft, to.singular, basis);
  return items.flatMap((item) => {
    const isThing = owner === null && !isValue(item) && (item.phrase.isPlural || item.inner.length > 0);
    const path = isThing ? holdItem(draft, item, basis) : null;
    if (path !== null) return [path];
    const entity = owner ?? mainEntity(draft);
    if (entity === undefined) return [];
    draft.focus = entity.id;
    return giveItems(draft, entity, { items: [item], basis });
  });
}

function applyOne(applying: Applying, fact: Fact): Paths {
  const { draft, basis, statement } = applying;
  const one = (path: string | null): Paths => (path === null ? [] : [path]);
  switch (fact.kind) {
    case 'feature':
      return applyFeature(applying, fact);
    case 'named':
      draft.content.feature = fact.name;
      return ['/feature'];
    case 'holds':
      return applyHolds(applying, fact);
    case 'has':
      return applyHas(applying, fact);
    case 'belongs':
      return applyBelongs(applying, fact);
    case 'acts':
      return applyActs(applying, fact);
    case 'audience': {
      const actor = ensureActor(draft, fact.actor, basis);
      return one(actor === null ? null : actorPath(actor));
    }
    case 'choices':
      return applyChoices(draft, fact, { statement, basis });
    case 'property':
      return applyProperty(draft, fact, statement);
    case 'add':
      return applyAdd(applying, fact);
    case 'remove':
      return applyRemove(draft, fact);
    case 'rename':
      return applyRename(draft, fact, basis);
    case 'nonGoal':
      return applyNonGoal(applying, fact);
    case 'rates':
      return applyRates(applying, fact);
    case 'behaves':
      return one(addRequirement(draft, { text: fact.text, basis }));
    case 'access':
      return applyAccessModel(applying, fact);
    case 'look': {
      const look = lookOf(fact.word);
      return look === undefined ? [] : applyLook(draft, look, basis);
    }
  }
}

/** Writes what one sentence says into the draft; returns the paths it led to, none when nothing fitted. */
export function applyFacts(draft: Draft, facts: readonly Fact[], statement: Statement): Paths {
  const source: Source = statement.claim.source;
  const basis: Basis = { origin: 'user_stated', sources: [source] };
  return [...new Set(facts.flatMap((fact) => applyOne({ draft, statement, basis }, fact)))];
}
