import type { LineCounter } from 'yaml';

interface Offsets {
  readonly key: number;
  readonly value: number;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

type Container = object;
const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

/** Remembers where in the text each value of a tree stands. */
export class Places {
  readonly #lines: LineCounter;
  readonly #offsets = new Map<Container, Map<string, Offsets>>();

  constructor(lines: LineCounter) {
    this.#lines = lines;
  }

  note(container: Container, key: string, offsets: Offsets): void {
    const known = this.#offsets.get(container);
    if (known === undefined) this.#offsets.set(container, new Map([[key, offsets]]));
    else known.set(key, offsets);
  }

  at(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  /**
   * Where the value at `path` stands; the key of a list or map, and of its nearest parent when it is not there.
   *
   * @param toKey - the place of the key even for a plain value.
   */
  of(root: unknown, path: readonly PropertyKey[], toKey = false): Place {
    let found: number | undefined;
    let current = root;
    for (const [index, part] of path.entries()) {
      if (!isContainer(current)) break;
      const offsets = this.#offsets.get(current)?.get(String(part));
      if (offsets === undefined) break;
      current = Reflect.get(current, part);
      const asKey = isContainer(current) || (toKey && index === path.length - 1);
      found = asKey ? offsets.key : offsets.value;
    }
    return this.at(found ?? 0);
  }
}
