import { OrchardError } from '../errors/orchard-error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { parseOrThrow } from '../parse.ts';
import { type BlueprintContent, blueprintContentSchema } from './blueprint.ts';
import type { BlueprintChange, BlueprintOperation } from './operation.ts';
import { type Slot, slotAt } from './slot-at.ts';

type Step = Pick<BlueprintOperation, 'op' | 'path' | 'value'> & {
  readonly before?: string | null | undefined;
};
type Undo = Pick<BlueprintOperation, 'previous' | 'before'>;
interface Edited {
  readonly node: JsonValue;
  readonly undo: Undo;
}

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

function refuse(step: Step, why: string): never {
  throw new OrchardError('BLUEPRINT_OPERATION_INVALID', `Cannot ${step.op} ${step.path}: ${why}.`, {
    details: { op: step.op, path: step.path },
  });
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

const idOf = (value: JsonValue | undefined): string | null =>
  isJsonObject(value) && typeof value.id === 'string' ? value.id : null;

const indexOfId = (list: readonly JsonValue[], id: string): number =>
  list.findIndex((item) => idOf(item) === id);

function insertBefore(
  list: readonly JsonValue[],
  item: JsonValue,
  before: string | null,
  step: Step,
): JsonValue[] {
  if (before === null) return [...list, item];
  const at = indexOfId(list, before);
  if (at < 0) refuse(step, `there is no item "${before}" to stand before`);
  return list.toSpliced(at, 0, item);
}

/** Applies the step to the list that holds (or shall hold) the item `id`. */
function editList(list: readonly JsonValue[], id: string, step: Step): Edited {
  const at = indexOfId(list, id);
  if (at < 0) refuse(step, `there is no item "${id}"`);
  const current = list[at] ?? null;
  const follower = idOf(list[at + 1]);
  const rest = list.toSpliced(at, 1);
  switch (step.op) {
    case 'remove':
      return { node: rest, undo: { previous: current, before: follower } };
    case 'move': {
      const target = step.value ?? null;
      if (target !== null && typeof target !== 'string') refuse(step, 'its value must be an id or null');
      return { node: insertBefore(rest, current, target, step), undo: { before: follower } };
    }
    case 'set':
      if (idOf(step.value) !== id) refuse(step, 'the new value must keep the id');
      return { node: list.with(at, step.value ?? null), undo: { previous: current } };
    case 'status': {
      if (!isJsonObject(current) || current.status === undefined) refuse(step, 'the item has no status');
      const edited = { ...current, status: step.value ?? null };
      return { node: list.with(at, edited), undo: { previous: current.status } };
    }
    default:
      return refuse(step, 'this operation does not fit an item of a list');
  }
}

function requireRoom(list: readonly JsonValue[], step: Step): void {
  const most = slotAt(segmentsOf(step))?.most;
  if (most !== undefined && list.length >= most) refuse(step, `it holds ${most} at most`);
}

/** Applies the step to the value under `key`. */
function editProperty(node: JsonObject, key: string, step: Step): Edited {
  const current = node[key];
  if (current === undefined) refuse(step, `there is no "${key}"`);
  const into = (value: JsonValue, undo: Undo): Edited => ({ node: { ...node, [key]: value }, undo });
  switch (step.op) {
    case 'set':
      if (step.value === undefined) refuse(step, 'a value is missing');
      return into(step.value, { previous: current });
    case 'add': {
      const id = idOf(step.value);
      if (!isList(current)) refuse(step, 'it is not a list');
      if (step.value === undefined || id === null) refuse(step, 'the item needs an id');
      if (indexOfId(current, id) >= 0) refuse(step, `the id "${id}" is taken`);
      requireRoom(current, step);
      return into(insertBefore(current, step.value, step.before ?? null, step), {});
    }
    case 'link':
      if (!isList(current) || step.value === undefined) refuse(step, 'it is not a list of values');
      if (current.includes(step.value)) refuse(step, 'the value is already linked');
      requireRoom(current, step);
      return into([...current, step.value], {});
    case 'unlink': {
      if (!isList(current) || step.value === undefined) refuse(step, 'it is not a list of values');
      const at = current.indexOf(step.value);
      if (at < 0) refuse(step, 'the value is not linked');
      // Values have no ids, so the inverse restores the whole list: order is part of the content.
      return into(current.toSpliced(at, 1), { previous: current });
    }
    default:
      return refuse(step, 'this operation needs an item of a list');
  }
}

function edit(node: JsonValue, segments: readonly string[], step: Step): Edited {
  const [head, ...tail] = segments;
  if (head === undefined || FORBIDDEN_KEYS.has(head)) refuse(step, 'the path is not allowed');
  if (isList(node)) {
    if (tail.length === 0) return editList(node, head, step);
    const at = indexOfId(node, head);
    if (at < 0) refuse(step, `there is no item "${head}"`);
    const inner = edit(node[at] ?? null, tail, step);
    return { node: node.with(at, inner.node), undo: inner.undo };
  }
  if (!isJsonObject(node) || !Object.hasOwn(node, head)) refuse(step, `there is no "${head}"`);
  if (tail.length === 0) return editProperty(node, head, step);
  const inner = edit(node[head] ?? null, tail, step);
  return { node: { ...node, [head]: inner.node }, undo: inner.undo };
}

export interface AppliedChange extends BlueprintChange, Undo {}

export interface ApplyResult {
  readonly content: BlueprintContent;
  /** The changes in order, each with what is needed to invert it. */
  readonly applied: readonly AppliedChange[];
}

/** The value as the Blueprint's schema takes it: of a valid Blueprint only what a change touches need be looked at. */
function checkedValue(slot: Slot | undefined, step: Step): JsonValue {
  if (slot === undefined) refuse(step, 'the path does not exist');
  return parseOrThrow(slot.schema, step.value, `The value for ${step.path}`, 'BLUEPRINT_OPERATION_INVALID');
}

function checked(step: Step, segments: readonly string[]): Step {
  switch (step.op) {
    case 'add':
    case 'link':
      return { ...step, value: checkedValue(slotAt(segments)?.item, step) };
    case 'set':
      return { ...step, value: checkedValue(slotAt(segments), step) };
    case 'status':
      return { ...step, value: checkedValue(slotAt(segments)?.keys.get('status'), step) };
    default:
      return step;
  }
}

/** A valid Blueprint stays one: every value that was put in was checked. */
function asContent(node: JsonValue): BlueprintContent {
  if (!isContent(node)) throw new OrchardError('INTERNAL', 'A change took the Blueprint apart.');
  return node;
}

const isContent = (node: JsonValue): node is JsonObject & BlueprintContent =>
  isJsonObject(node) && isJsonObject(node.sections);

const segmentsOf = ({ path }: Step): readonly string[] => path.split('/').slice(1);

/**
 * Applies changes in order, all or none. Unchanged parts are shared with the input, which is not modified.
 *
 * @param content - a valid Blueprint: only what the changes touch is checked
 * @throws BLUEPRINT_OPERATION_INVALID when a path does not exist, or a change breaks the Blueprint's schema.
 */
export function applyChanges(content: BlueprintContent, changes: readonly BlueprintChange[]): ApplyResult {
  let node: JsonValue = content;
  const applied: AppliedChange[] = [];
  for (const change of changes) {
    const segments = segmentsOf(change);
    const step = checked(change, segments);
    const edited = edit(node, segments, step);
    node = edited.node;
    const value = step.value === undefined ? {} : { value: step.value };
    applied.push({ ...change, ...value, ...edited.undo });
  }
  return { content: asContent(node), applied };
}

/** The change that takes an applied one back. Invert a batch in reverse order. */
function inverse(step: AppliedChange): Step {
  const parent = step.path.slice(0, step.path.lastIndexOf('/'));
  switch (step.op) {
    case 'add':
      return { op: 'remove', path: `${step.path}/${idOf(step.value) ?? ''}` };
    case 'remove':
      return { op: 'add', path: parent, value: step.previous, before: step.before };
    case 'move':
      return { op: 'move', path: step.path, value: step.before ?? null };
    case 'link':
      return { op: 'unlink', path: step.path, value: step.value };
    case 'unlink':
      return { op: 'set', path: step.path, value: step.previous };
    default:
      return { op: step.op, path: step.path, value: step.previous };
  }
}

/** Takes applied changes back: `revertChanges(applyChanges(c, x).content, applied)` equals `c`. */
export function revertChanges(
  content: BlueprintContent,
  applied: readonly AppliedChange[],
): BlueprintContent {
  let node: JsonValue = content;
  for (const step of applied.toReversed()) {
    const back = inverse(step);
    node = edit(node, back.path.split('/').slice(1), back).node;
  }
  return parseOrThrow(blueprintContentSchema, node, 'The Blueprint', 'BLUEPRINT_OPERATION_INVALID');
}
