import type { Blueprint, Entity as BlueprintEntity, Field as BlueprintField } from '@orchard-studio/core';
import type { Entity, Field, Gap } from './app-model.ts';
import { fieldDefault } from './field-default.ts';
import {
  cleanText,
  collectionPath,
  entityName,
  fieldKey,
  fieldLabel,
  NamePool,
  pluralOf,
  RESERVED_KEYS,
  RESERVED_PATHS,
  tableName,
} from './names.ts';
import { closesCycle } from './required-cycles.ts';

const TITLE_TYPES = ['string', 'email', 'url', 'enum'];
const NEVER_UNIQUE = new Set(['boolean', 'json', 'references', 'file']);
const MAX_DESCRIPTION = 1_000;

const wanted = (item: { readonly status: string }): boolean => item.status !== 'rejected';

export interface DerivedEntities {
  readonly entities: readonly Entity[];
  readonly gaps: readonly Gap[];
}

interface FieldContext {
  readonly entity: BlueprintEntity;
  /** Paths by id of the entity. */
  readonly paths: ReadonlyMap<string, string>;
  readonly required: (from: string, to: string) => boolean;
  readonly note: (title: string, reason: string) => void;
}

const isLink = (type: Field['type']): boolean => type === 'reference' || type === 'references';

/** A reference to nothing, and a choice among nothing, are kept as plain text. */
function usableType(field: BlueprintField, context: FieldContext): Field['type'] {
  if (isLink(field.type) && (field.references === null || !context.paths.has(field.references))) {
    context.note(field.name, 'It refers to something the plan does not hold, so it is a plain text field.');
    return 'string';
  }
  if (field.type === 'enum' && field.values.length === 0) {
    context.note(field.name, 'Its allowed values are not known, so it is a plain text field.');
    return 'string';
  }
  return field.type;
}

function isRequired(field: BlueprintField, type: Field['type'], context: FieldContext): boolean {
  if (!field.required) return false;
  if (!isLink(type) || field.references === null) return true;
  if (context.required(context.entity.id, field.references)) return true;
  context.note(field.name, 'It is optional: if it were required, a first record could never be added.');
  return false;
}

function isUnique(field: BlueprintField, context: FieldContext): boolean {
  if (!field.unique || !NEVER_UNIQUE.has(field.type)) return field.unique;
  context.note(field.name, `A ${field.type} value is not checked for being unique.`);
  return false;
}

function deriveField(field: BlueprintField, keys: NamePool, context: FieldContext): Field {
  const type = usableType(field, context);
  const value = fieldDefault({ ...field, type });
  if (value === undefined) context.note(field.name, 'Its default does not fit its type and is left out.');
  return {
    id: field.id,
    key: keys.take(fieldKey(field.name)),
    label: fieldLabel(field.name),
    type,
    required: isRequired(field, type, context),
    unique: isUnique(field, context),
    default: value ?? null,
    references: isLink(type) ? (context.paths.get(field.references ?? '') ?? null) : null,
    values:
      type === 'enum'
        ? [...new Set(field.values.map((text) => text.toWellFormed().replaceAll('\0', '')))]
        : [],
  };
}

function titleOf(fields: readonly Field[]): string | null {
  const called = fields.find(
    (field) => /^(?:title|name|subject|label)$/i.test(field.key) && field.type === 'string',
  );
  const short = called ?? fields.find((field) => TITLE_TYPES.includes(field.type));
  // Better the beginning of a long text than a number.
  return (short ?? fields.find((field) => field.type === 'text'))?.key ?? null;
}

interface Named {
  readonly source: BlueprintEntity;
  readonly name: string;
  readonly plural: string;
  readonly path: string;
}

function nameEntities(sources: readonly BlueprintEntity[]): readonly Named[] {
  const paths = new NamePool(RESERVED_PATHS, '-');
  return sources.map((source) => {
    const name = entityName(source.name);
    const plural = pluralOf(name);
    return { source, name, plural, path: paths.take(collectionPath(plural)) };
  });
}

/** The entities of the app, with safe and unique names, and what could not be kept as asked. */
export function deriveEntities(blueprint: Blueprint): DerivedEntities {
  const gaps: Gap[] = [];
  const named = nameEntities(blueprint.sections.dataModel.entities.filter(wanted));
  const paths = new Map(named.map(({ source, path }) => [source.id, path]));
  const edges = new Map<string, Set<string>>();
  const required = (from: string, to: string): boolean => {
    if (closesCycle(edges, from, to)) return false;
    edges.set(from, (edges.get(from) ?? new Set()).add(to));
    return true;
  };
  const tables = new NamePool([], '_');
  const entities = named.map(({ source, name, plural, path }): Entity => {
    const keys = new NamePool(RESERVED_KEYS, '_');
    const note = (title: string, reason: string): void => {
      gaps.push({ kind: 'field', title: `${name}: ${fieldLabel(title)}`, reason });
    };
    const context: FieldContext = { entity: source, paths, required, note };
    const fields = source.fields.filter(wanted).map((field) => deriveField(field, keys, context));
    const description = cleanText(source.description, MAX_DESCRIPTION);
    return {
      id: source.id,
      name,
      plural,
      path,
      table: tables.take(tableName(path)),
      description,
      title: titleOf(fields),
      owners: [],
      fields,
    };
  });
  return { entities, gaps };
}
