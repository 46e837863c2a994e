import { Composer, type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Pair } from 'yaml';
import { guardedTokens, guardTreeSize, TooDeep } from './guard-text.ts';
import { Places } from './places.ts';
import { MAX_PROBLEMS, type Problem } from './problem.ts';

/** What a text says, and where. `value` is plain JSON when there are no problems. */
export interface ReadYaml {
  readonly value: unknown;
  readonly places: Places;
  readonly problems: readonly Problem[];
}

const REFUSED_KEYS: ReadonlyMap<string, string> = new Map([
  ['__proto__', 'unknown key "__proto__"'],
  ['<<', 'merge keys ("<<") are not supported: write the keys out'],
]);

/** Builds plain JSON from a document and refuses everything in it that is not. Nesting is bounded beforehand. */
class Reader {
  readonly #places: Places;
  readonly problems: Problem[] = [];

  constructor(places: Places) {
    this.#places = places;
  }

  #refuse(message: string, offset: number): null {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ message, ...this.#places.at(offset) });
    return null;
  }

  read(node: unknown, offset: number): unknown {
    if (isAlias(node)) return this.#refuse(`aliases ("*${node.source}") are not supported`, offset);
    if (isScalar(node) && node.tag === undefined) return this.#scalar(node.value, offset);
    if (isMap(node) && node.tag === undefined) return this.#map(node.items, offset);
    if (isSeq(node) && node.tag === undefined) return this.#list(node.items);
    if (node === null || node === undefined) return null;
    return this.#refuse('tags ("!…") are not supported', offset);
  }

  #scalar(value: unknown, offset: number): unknown {
    if (typeof value !== 'number') return value;
    if (!Number.isFinite(value)) return this.#refuse(`${value} is not a number that a tree can hold`, offset);
    if (Number.isInteger(value) && !Number.isSafeInteger(value))
      return this.#refuse('the number is too large to be exact; put it in quotes', offset);
    return value;
  }

  #list(items: readonly unknown[]): unknown[] {
    const list: unknown[] = [];
    for (const [index, item] of items.entries()) {
      const offset = offsetOf(item) ?? 0;
      this.#places.note(list, String(index), { key: offset, value: offset });
      list.push(this.read(item, offset));
    }
    return list;
  }

  #map(items: readonly Pair[], at: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    for (const pair of items) {
      const keyOffset = offsetOf(pair.key) ?? offsetOf(pair.value) ?? at;
      const valueOffset = offsetOf(pair.value) ?? keyOffset;
      const key = this.#key(pair.key, keyOffset, map);
      if (key === undefined) continue;
      this.#places.note(map, key, { key: keyOffset, value: valueOffset });
      map[key] = this.read(pair.value, valueOffset);
    }
    return map;
  }

  #key(node: unknown, offset: number, map: object): string | undefined {
    const key = isScalar(node) && node.tag === undefined ? node.value : undefined;
    const wrong =
      typeof key !== 'string'
        ? 'a key must be text: put it in quotes'
        : (REFUSED_KEYS.get(key) ??
          (Object.hasOwn(map, key) ? `the key "${key}" is there twice` : undefined));
    if (wrong !== undefined) this.#refuse(wrong, offset);
    return wrong === undefined && typeof key === 'string' ? key : undefined;
  }
}

function offsetOf(node: unknown): number | undefined {
  return isAlias(node) || isScalar(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined;
}

/** The first document; a second one is a problem. */
function compose(
  text: string,
  lines: LineCounter,
): { readonly document: Document; readonly second?: number } {
  // Keys are compared here and not by the composer, which takes time quadratic in their number.
  const composer = new Composer({ version: '1.2', schema: 'core', uniqueKeys: false, lineCounter: lines });
  const documents = composer.compose(guardedTokens(text, lines), true, text.length);
  const first = documents.next();
  if (first.done === true) throw new Error('a YAML stream has one document at least');
  const second = documents.next();
  const offset = second.done === true ? undefined : second.value.range[0];
  return { document: first.value, ...(offset === undefined ? {} : { second: offset }) };
}

/**
 * Reads YAML of unknown origin: at most 256 KB and 64 levels, no aliases, tags, merge keys, repeated keys or keys that
 * are not text.
 *
 * @throws TREE_INVALID when it is too large.
 */
export function readYaml(text: string): ReadYaml {
  guardTreeSize(text);
  const lines = new LineCounter();
  const places = new Places(lines);
  const refused = (message: string, offset: number): ReadYaml => ({
    value: null,
    places,
    problems: [{ message, ...places.at(offset) }],
  });
  try {
    const { document, second } = compose(text, lines);
    if (second !== undefined) return refused('there is more than one document in the file', second);
    const faults = document.errors.slice(0, MAX_PROBLEMS);
    if (faults.length > 0) {
      const problems = faults.map(({ message, pos }) => ({ message, ...places.at(pos[0]) }));
      return { value: null, places, problems };
    }
    const reader = new Reader(places);
    const value = reader.read(document.contents, offsetOf(document.contents) ?? 0);
    return { value, places, problems: reader.problems };
  } catch (error) {
    if (error instanceof TooDeep) return refused(error.message, error.offset);
    throw error;
  }
}
