import { z } from 'zod';
import type { JsonValue } from '../json.ts';
import { blueprintContentSchema } from './blueprint.ts';

/** What may stand at one place of a Blueprint. */
export interface Slot {
  readonly schema: z.ZodType<JsonValue>;
  /** Of a list: what it holds, and how many at most. */
  readonly item: Slot | undefined;
  readonly most: number;
  /** Of an object. */
  readonly keys: ReadonlyMap<string, Slot>;
}

/** Everything in a Blueprint is JSON. */
const isSchema = (value: unknown): value is z.ZodType<JsonValue> => value instanceof z.ZodType;

/** The schema behind "or null". */
const plain = (schema: unknown): unknown => (schema instanceof z.ZodNullable ? schema.unwrap() : schema);

function mostOf(schema: z.ZodArray): number {
  const { maxItems = Number.POSITIVE_INFINITY } = z.toJSONSchema(schema);
  return maxItems;
}

function slotOf(schema: unknown): Slot {
  if (!isSchema(schema)) throw new TypeError('A Blueprint holds what has a schema.');
  const whole = plain(schema);
  const isList = whole instanceof z.ZodArray;
  const shape: Readonly<Record<string, unknown>> = whole instanceof z.ZodObject ? whole.shape : {};
  return {
    schema,
    item: isList ? slotOf(whole.element) : undefined,
    most: isList ? mostOf(whole) : 0,
    keys: new Map(Object.entries(shape).map(([key, inner]) => [key, slotOf(inner)])),
  };
}

let root: Slot | undefined;

/** What may stand at a path; undefined where a Blueprint has no such place. Any id leads into a list. */
export function slotAt(segments: readonly string[]): Slot | undefined {
  // Made when first needed: most who import this never change a Blueprint.
  root ??= slotOf(blueprintContentSchema);
  let slot: Slot | undefined = root;
  for (const segment of segments) slot = slot?.item ?? slot?.keys.get(segment);
  return slot;
}
