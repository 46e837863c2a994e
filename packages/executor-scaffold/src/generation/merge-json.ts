import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '@orchard-studio/core';
import { mergeOrder } from './merge-order.ts';
import { mergeSequence, type Three } from './merge-sequence.ts';

/** A value that may not be there. */
type Maybe = JsonValue | undefined;

export interface MergedJson {
  /** Undefined when the value is gone. */
  readonly value: Maybe;
  /** JSON pointers to what both sides changed; the person's version stands there. */
  readonly conflicts: readonly string[];
}

/** Properties that tell the elements of an array apart. */
const IDENTITIES = ['id', 'key', 'path'] as const;

const isArray = (value: Maybe): value is readonly JsonValue[] => Array.isArray(value);
const isObject = (value: Maybe): value is JsonObject => isJsonObject(value);
const same = (a: Maybe, b: Maybe): boolean => canonicalJson(a) === canonicalJson(b);
const pointer = (at: string, name: string): string =>
  `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

class Merge {
  readonly conflicts: string[] = [];

  value(three: Three<Maybe>, at: string): Maybe {
    const { base, ours, theirs } = three;
    if (same(ours, theirs) || same(base, theirs)) return ours;
    if (same(base, ours)) return theirs;
    if (isObject(ours) && isObject(theirs)) {
      return this.#object({ base: isObject(base) ? base : {}, ours, theirs }, at);
    }
    if (isArray(ours) && isArray(theirs))
      return this.#array({ base: isArray(base) ? base : [], ours, theirs }, at);
    this.conflicts.push(at === '' ? '/' : at);
    return ours;
  }

  #object(three: Three<JsonObject>, at: string): JsonObject {
    return Object.fromEntries(
      this.#entries(
        mapThree(three, (object) => new Map(Object.entries(object))),
        at,
      ),
    );
  }

  #entries(
    three: Three<ReadonlyMap<string, JsonValue>>,
    at: string,
  ): readonly (readonly [string, JsonValue])[] {
    const { base, ours, theirs } = three;
    const merged = new Map<string, JsonValue>();
    for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
      const values = { base: base.get(name), ours: ours.get(name), theirs: theirs.get(name) };
      const value = this.value(values, pointer(at, name));
      if (value !== undefined) merged.set(name, value);
    }
    const names = mergeOrder(
      mapThree(three, (map) => [...map.keys()]),
      new Set(merged.keys()),
    );
    return names.flatMap((name) => {
      const value = merged.get(name);
      return value === undefined ? [] : [[name, value] as const];
    });
  }

  #array(three: Three<readonly JsonValue[]>, at: string): readonly JsonValue[] {
    const named = byIdentity(three);
    if (named !== undefined) return this.#entries(named, at).map(([, value]) => value);
    const texts = mapThree(three, (array) => array.map((item) => canonicalJson(item)));
    const stretches = mergeSequence(texts);
    if (stretches === undefined || stretches.some(({ isConflict }) => isConflict)) this.conflicts.push(at);
    if (stretches === undefined) return three.ours;
    const values = new Map(
      [three.base, three.theirs, three.ours].flat().map((item) => [canonicalJson(item), item]),
    );
    return stretches.flatMap(({ items }) => items.map((text) => values.get(text) ?? null));
  }
}

function mapThree<From, To>({ base, ours, theirs }: Three<From>, map: (value: From) => To): Three<To> {
  return { base: map(base), ours: map(ours), theirs: map(theirs) };
}

/** The elements by the property that tells them apart; undefined when there is none. */
function byIdentity(three: Three<readonly JsonValue[]>): Three<ReadonlyMap<string, JsonValue>> | undefined {
  for (const property of IDENTITIES) {
    const read = (array: readonly JsonValue[]): ReadonlyMap<string, JsonValue> =>
      new Map(
        array.flatMap((item) => {
          const id = isObject(item) && Object.hasOwn(item, property) ? item[property] : undefined;
          return typeof id === 'string' || typeof id === 'number'
            ? [[JSON.stringify(id), item] as const]
            : [];
        }),
      );
    const maps = mapThree(three, read);
    const isWhole =
      maps.base.size === three.base.length &&
      maps.ours.size === three.ours.length &&
      maps.theirs.size === three.theirs.length;
    if (isWhole) return maps;
  }
  return undefined;
}

/**
 * Merges two descendants of a JSON value: objects by key, arrays by the `id`, `key` or `path` of their elements and
 * else as sequences. Where both changed the same, the person's version stands.
 */
export function mergeJson(three: Three<JsonValue>): MergedJson {
  const merge = new Merge();
  const value = merge.value(three, '');
  return { value, conflicts: merge.conflicts };
}
