import { type BlueprintContent, isJsonObject, type JsonValue } from '@orchard-studio/core';

/** Letters of handles by the kind of id they stand for. */
const LETTERS: Readonly<Record<string, string>> = {
  act: 'A',
  jrn: 'J',
  ngo: 'N',
  req: 'R',
  ent: 'E',
  fld: 'F',
  end: 'P',
  cmp: 'U',
  tok: 'T',
  acc: 'X',
  int: 'I',
  qlt: 'G',
  dec: 'D',
  asm: 'M',
  cfl: 'C',
  qst: 'Q',
};

function* itemsOf(value: JsonValue, path: string): Generator<readonly [id: string, path: string]> {
  if (Array.isArray(value)) {
    const items: readonly JsonValue[] = value;
    for (const item of items) {
      if (!isJsonObject(item) || typeof item.id !== 'string') continue;
      yield [item.id, `${path}/${item.id}`];
      yield* itemsOf(item, `${path}/${item.id}`);
    }
  } else if (isJsonObject(value)) {
    for (const [key, inner] of Object.entries(value)) yield* itemsOf(inner, `${path}/${key}`);
  }
}

/**
 * Short names for the items of a plan, for one turn: `E2` is shorter than an id, and a model copies it without faults. A model
 * may make up names for what it adds, and use them in what follows.
 */
export class Handles {
  readonly #ids = new Map<string, string>();
  readonly #handles = new Map<string, string>();
  readonly #paths = new Map<string, string>();

  constructor(content: BlueprintContent) {
    const counts = new Map<string, number>();
    for (const [id, path] of itemsOf(content, '')) {
      const letter = LETTERS[id.slice(0, id.indexOf('_'))];
      if (letter === undefined) continue;
      const count = (counts.get(letter) ?? 0) + 1;
      counts.set(letter, count);
      this.#add(`${letter}${count}`, id, path);
    }
  }

  /** The id behind a handle; undefined for one that nothing has. Case does not matter. */
  idOf(handle: string): string | undefined {
    return this.#ids.get(key(handle));
  }

  /** Where the item of the handle stands. */
  pathOf(handle: string): string | undefined {
    const id = this.idOf(handle);
    return id === undefined ? undefined : this.#paths.get(id);
  }

  /** The handle of an item, empty for none. */
  of(id: string | null): string {
    return id === null ? '' : (this.#handles.get(id) ?? '');
  }

  /** Takes down a name that the model gave to what it adds. */
  name(handle: string, id: string, path: string): void {
    this.#add(handle, id, path);
  }

  #add(handle: string, id: string, path: string): void {
    this.#ids.set(key(handle), id);
    this.#handles.set(id, handle);
    this.#paths.set(id, path);
  }
}

const key = (handle: string): string => handle.trim().toLowerCase();
