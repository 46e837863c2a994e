import type { Entity, Field } from '@orchard-studio/core';
import { Paperclip } from 'lucide-react';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { cn } from '@/lib/cn';
import type { Changes } from './changed-ids';
import { Item } from './item';
import { OriginBadge } from './origin-badge';

/** Types as a person would say them. */
const TYPES: Readonly<Record<Field['type'], string>> = {
  string: 'short text',
  text: 'long text',
  integer: 'whole number',
  decimal: 'number',
  money: 'amount of money',
  boolean: 'yes or no',
  date: 'date',
  datetime: 'date and time',
  email: 'e-mail address',
  url: 'web address',
  enum: 'choice',
  reference: 'link',
  references: 'links',
  file: 'file',
  json: 'JSON',
};

function typeOf(field: Field, names: ReadonlyMap<string, string>): string {
  if (field.type === 'reference' && field.references !== null)
    return `one ${names.get(field.references) ?? 'unknown'}`;
  if (field.type === 'references' && field.references !== null)
    return `many ${names.get(field.references) ?? 'unknown'}`;
  if (field.type === 'enum' && field.values.length > 0) return field.values.join(', ');
  return TYPES[field.type];
}

const rulesOf = (field: Field): string =>
  [
    field.required ? 'required' : '',
    field.unique ? 'unique' : '',
    field.default === null
      ? ''
      : `at first ${field.type === 'boolean' ? (field.default === 'true' ? 'yes' : 'no') : field.default}`,
  ]
    .filter((rule) => rule !== '')
    .join(', ');

function FieldRow({ field, names, isChanged }: FieldRowProps) {
  return (
    <tr className={cn('border-t', isChanged && 'bg-amber-soft/60')}>
      <th scope="row" dir="auto" className="py-1.5 pe-3 text-start font-medium">
        {field.name}
        {isChanged ? <span className="sr-only"> (changed)</span> : null}
      </th>
      <td dir="auto" className="py-1.5 pe-3">
        {field.type === 'file' ? (
          <Paperclip aria-hidden className="me-1 inline size-3.5 align-[-2px]" />
        ) : null}
        {typeOf(field, names)}
      </td>
      <td className="py-1.5 pe-3 text-muted">{rulesOf(field)}</td>
      <td className="py-1.5 text-end">
        <OriginBadge item={field} />
      </td>
    </tr>
  );
}

interface FieldRowProps {
  readonly field: Field;
  readonly names: ReadonlyMap<string, string>;
  readonly isChanged: boolean;
}

function FieldTable({ entity, names, changes }: EntityProps) {
  const fields = entity.fields.filter(({ status }) => status !== 'rejected');
  if (fields.length === 0) return <p className="text-sm text-muted">No fields yet.</p>;
  return (
    <ScrollRegion aria-label={`Fields of ${entity.name}`} className="overflow-x-auto rounded">
      <table className="w-full text-sm [overflow-wrap:normal]">
        <thead>
          <tr className="text-xs text-muted">
            <th scope="col" className="pe-3 pb-1 text-start font-medium">
              Field
            </th>
            <th scope="col" className="pe-3 pb-1 text-start font-medium">
              Type
            </th>
            <th scope="col" className="pe-3 pb-1 text-start font-medium">
              Rules
            </th>
            <th scope="col" className="pb-1 text-end font-medium">
              Origin
            </th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <FieldRow
              key={field.id}
              field={field}
              names={names}
              // Inside a new entity everything is new: marking each field would only be noise.
              isChanged={changes.has(field.id) && changes.get(entity.id) !== 'new'}
            />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

interface EntityProps {
  readonly entity: Entity;
  readonly names: ReadonlyMap<string, string>;
  readonly changes: Changes;
}

/** The entities with their fields. */
export function DataModel({
  entities,
  changes,
}: {
  readonly entities: readonly Entity[];
  readonly changes: Changes;
}) {
  const names = new Map(entities.map(({ id, name }) => [id, name]));
  return (
    <ul className="grid gap-2">
      {entities.map((entity) => (
        <Item key={entity.id} item={entity} change={changes.get(entity.id)} title={entity.name}>
          {entity.description === '' ? null : (
            <p dir="auto" className="text-sm text-muted">
              {entity.description}
            </p>
          )}
          <FieldTable entity={entity} names={names} changes={changes} />
        </Item>
      ))}
    </ul>
  );
}
