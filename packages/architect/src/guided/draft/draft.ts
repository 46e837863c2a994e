import type {
  BlueprintContent,
  Entity,
  Field,
  FieldType,
  IdGenerator,
  IdKind,
  ItemFields,
  Origin,
  Source,
} from '@orchard-studio/core';
import { isTitle, typeOfField } from '../lexicon/fields.ts';
import type { Action } from '../lexicon/verbs.ts';
import type { Phrase } from '../parse/facts.ts';
import { capitalise } from '../text/inflect.ts';
import type { Statement } from './statement.ts';

/** Why something is in the plan. */
export interface Basis {
  readonly origin: Origin;
  readonly sources: readonly Source[];
}

export const ASSUMED: Basis = { origin: 'assumed', sources: [] };
export const INFERRED: Basis = { origin: 'inferred', sources: [] };
export const TEMPLATE: Basis = { origin: 'template', sources: [] };

const CONFIDENCE: Readonly<Record<Origin, number>> = {
  user_stated: 0.9,
  user_selected: 1,
  user_confirmed: 1,
  reference: 0.7,
  template: 0.6,
  inferred: 0.6,
  assumed: 0.4,
};

/** More things than this make a plan nobody reads, and a list of endpoints that does not fit. */
const MAX_ENTITIES = 60;
const MAX_FIELDS = 60;
const MAX_NAME = 60;
/** Names followed from an old one to the one of today. */
const MAX_RENAMES = 10;

/** The Blueprint while the guided proposer works on it: a copy it may write to. The difference becomes the changes. */
export interface Draft {
  readonly content: BlueprintContent;
  readonly ids: IdGenerator;
  /** Entity the conversation is about: "add a priority" goes there. */
  focus: string | null;
  /** What the app is called in this very message: "recipe box". */
  head: Phrase | null;
  /** Rights stated in this message that are not in the plan yet: what they are about may be named later in it. */
  readonly grants: Grant[];
}

/** A right somebody stated. */
export interface Grant {
  readonly role: string;
  /** Singular name of the thing, null for everything. */
  readonly thing: string | null;
  readonly actions: readonly Action[];
  readonly scope: 'all' | 'own';
  /** True when it says who may not, too: "only", "their own", "all". Others count once such a one was stated. */
  readonly isLimit: boolean;
  /** True when it is restricted to this role: "only staff". */
  readonly isExclusive: boolean;
  readonly statement: Statement;
  readonly basis: Basis;
}

/** True for fields that point to records of another thing. */
export const isLink = (field: Pick<Field, 'type'>): boolean =>
  field.type === 'reference' || field.type === 'references';

export function itemFields(draft: Draft, kind: IdKind, { origin, sources }: Basis): ItemFields {
  return {
    id: draft.ids.next(kind),
    status: 'proposed',
    origin,
    sources: [...sources],
    confidence: CONFIDENCE[origin],
    locked: false,
  };
}

export const key = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
export const entityPath = (entity: Entity): string => `/sections/dataModel/entities/${entity.id}`;
export const fieldPath = (entity: Entity, field: Field): string => `${entityPath(entity)}/fields/${field.id}`;
export const entities = (draft: Draft): Entity[] => draft.content.sections.dataModel.entities;

export function findEntity(draft: Draft, name: string): Entity | undefined {
  const all = entities(draft);
  const wanted = key(name);
  return (
    all.find((entity) => key(entity.name) === wanted) ??
    all.find((entity) => key(entity.name) === key(laterName(draft, wanted)))
  );
}

const renameOf = (name: string): string => `New name of “${name}”`;

/** What a thing is called now that had another name before: people go on using the old word. */
function laterName(draft: Draft, former: string): string {
  let name = former;
  for (let step = 0; step < MAX_RENAMES; step += 1) {
    const found = draft.content.decisions.find(({ title }) => key(title) === key(renameOf(name)));
    if (found === undefined) return name;
    name = found.choice;
  }
  return name;
}

/** Keeps a new name as a decision, so that the old one is still understood. */
export function rememberName(
  draft: Draft,
  name: { readonly old: string; readonly now: string },
  basis: Basis,
): void {
  const { decisions } = draft.content;
  const title = renameOf(name.old);
  const known = decisions.find((decision) => key(decision.title) === key(title));
  if (known !== undefined) known.choice = name.now;
  else
    decisions.push({
      ...itemFields(draft, 'decision', basis),
      title,
      choice: name.now,
      reason: 'You renamed it.',
    });
}

export function findField(entity: Entity, name: string): Field | undefined {
  return entity.fields.find((field) => key(field.name) === key(name));
}

/** The entity of this name, made when there is none; null when the plan is full or the name is no name. */
export function ensureEntity(draft: Draft, name: string, basis: Basis): Entity | null {
  const clean = name.trim().slice(0, MAX_NAME).trim();
  const known = findEntity(draft, clean);
  if (known !== undefined) return known;
  if (!/\p{L}/u.test(clean) || entities(draft).length >= MAX_ENTITIES) return null;
  const entity: Entity = {
    ...itemFields(draft, 'entity', basis),
    name: capitalise(clean),
    description: '',
    fields: [],
  };
  entities(draft).push(entity);
  return entity;
}

/** The amount of an expense is money; that of an ingredient is not. */
const isAboutMoney = (entity: Entity): boolean =>
  /\b(?:expense|invoice|payment|bill|donation|transaction|income|budget|deal|salary|debt|loan|purchase)$/.test(
    key(entity.name),
  );

export interface NewField {
  readonly name: string;
  readonly type?: FieldType | undefined;
  readonly values?: readonly string[] | undefined;
  readonly required?: boolean | undefined;
  readonly references?: string | undefined;
}

/** The field of this name, made when there is none; null when the entity is full or the name is no name. */
export function ensureField(
  draft: Draft,
  entity: Entity,
  wanted: NewField & { readonly basis: Basis },
): Field | null {
  const typed = typeOfField(wanted.name.trim().slice(0, MAX_NAME).trim());
  const known = findField(entity, typed.name);
  if (known !== undefined) return known;
  if (!/[\p{L}\p{N}]/u.test(typed.name) || entity.fields.length >= MAX_FIELDS) return null;
  const type = wanted.type ?? (typed.name === 'amount' && isAboutMoney(entity) ? 'money' : typed.type);
  const field: Field = {
    ...itemFields(draft, 'field', wanted.basis),
    name: typed.name,
    type,
    required: wanted.required ?? isTitle(typed.name),
    unique: false,
    default: type === 'boolean' ? 'false' : null,
    references: wanted.references ?? null,
    values: type === 'enum' ? cleanValues(wanted.values ?? typed.values) : [],
  };
  entity.fields.push(field);
  return field;
}

export function cleanValues(values: readonly string[]): string[] {
  return [
    ...new Set(values.map((value) => value.trim().slice(0, MAX_NAME).trim()).filter((value) => value !== '')),
  ].slice(0, 20);
}

/** `Task` gets a field `project` that points to Project, unless one of them points to the other already. */
export function ensureReference(
  draft: Draft,
  link: { readonly from: Entity; readonly to: Entity; readonly basis: Basis },
): Field | null {
  const { from, to, basis } = link;
  if (from.id === to.id) return null;
  const known = from.fields.find((field) => field.references === to.id);
  if (known !== undefined) return known;
  if (to.fields.some((field) => field.references === from.id)) return null;
  const name = to.name.toLowerCase();
  const plain = findField(from, name);
  if (plain !== undefined) {
    Object.assign(plain, { type: 'reference', references: to.id, values: [], default: null });
    return plain;
  }
  return ensureField(draft, from, { name, type: 'reference', references: to.id, required: false, basis });
}

/** The entity a sentence without a subject is about: the last one mentioned, else the one the app is named after. */
export function mainEntity(draft: Draft): Entity | undefined {
  const all = entities(draft);
  const focused = all.find((entity) => entity.id === draft.focus);
  const named = all.find((entity) => key(draft.content.feature).split(' ').includes(key(entity.name)));
  return focused ?? named ?? all[0];
}
