import { canonicalJson, isJsonObject, type JsonValue } from '../json.ts';
import type { BlueprintContent } from './blueprint.ts';
import type { BlueprintChange } from './operation.ts';

const idOf = (value: JsonValue): string | null =>
  isJsonObject(value) && typeof value.id === 'string' ? value.id : null;

function isItemList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value) && value.every((item: JsonValue) => idOf(item) !== null);
}

const same = (a: JsonValue, b: JsonValue): boolean => a === b || canonicalJson(a) === canonicalJson(b);

function* diffLists(
  path: string,
  from: readonly JsonValue[],
  to: readonly JsonValue[],
): Generator<BlueprintChange> {
  const old = new Map(from.map((item) => [idOf(item) ?? '', item]));
  const kept = new Set(to.map((item) => idOf(item) ?? ''));
  const order = [...old.keys()].filter((id) => kept.has(id));
  for (const id of old.keys()) if (!kept.has(id)) yield { op: 'remove', path: `${path}/${id}` };
  for (const item of to) {
    const id = idOf(item) ?? '';
    const before = old.get(id);
    if (before === undefined) {
      yield { op: 'add', path, value: item };
      order.push(id);
    } else {
      yield* diffValues(`${path}/${id}`, before, item);
    }
  }
  // Move what stands wrong, from the end: afterwards everything right of the cursor is in place.
  let follower: string | null = null;
  for (const item of to.toReversed()) {
    const id = idOf(item) ?? '';
    const at = order.indexOf(id);
    if ((order[at + 1] ?? null) !== follower) {
      yield { op: 'move', path: `${path}/${id}`, value: follower };
      order.splice(at, 1);
      order.splice(follower === null ? order.length : order.indexOf(follower), 0, id);
    }
    follower = id;
  }
}

function* diffValues(path: string, from: JsonValue, to: JsonValue): Generator<BlueprintChange> {
  if (same(from, to)) return;
  if (isItemList(from) && isItemList(to)) {
    yield* diffLists(path, from, to);
  } else if (
    isJsonObject(from) &&
    isJsonObject(to) &&
    canonicalJson(Object.keys(from).sort()) === canonicalJson(Object.keys(to).sort())
  ) {
    for (const [key, value] of Object.entries(to))
      yield* diffValues(`${path}/${key}`, from[key] ?? null, value);
  } else {
    yield { op: 'set', path, value: to };
  }
}

/** Changes that lead from one content to another: `applyChanges(from, diffContents(from, to)).content` equals `to`. */
export function diffContents(from: BlueprintContent, to: BlueprintContent): readonly BlueprintChange[] {
  return [...diffValues('', from, to)];
}
