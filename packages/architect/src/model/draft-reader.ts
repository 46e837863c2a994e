import { toOrchardError } from '@orchard-studio/core';
import type { DraftChanges } from './draft-changes.ts';
import { JsonStream, MalformedJson } from './json-stream.ts';

/** How the input of a tool ended. */
export type DraftEnd =
  | { readonly status: 'whole' }
  /** It was cut off, or is no JSON from some point on. What was complete by then was taken. */
  | { readonly status: 'broken'; readonly message: string };

/** Reads the input of the model's tool as it arrives, and hands each complete item on. */
export class DraftReader {
  readonly #stream: JsonStream;
  #problem: string | undefined;
  #isEmpty = true;

  constructor(changes: DraftChanges) {
    this.#stream = new JsonStream({
      toldDepth: 2,
      onValue: (value, [at, index]) => {
        if (typeof at !== 'string') return;
        if (index === undefined ? !Array.isArray(value) : typeof index === 'number') changes.take(at, value);
      },
    });
  }

  push(delta: string): void {
    if (this.#problem !== undefined || delta === '') return;
    this.#isEmpty = false;
    try {
      this.#stream.push(delta);
    } catch (error) {
      if (!(error instanceof MalformedJson)) throw error;
      this.#problem = toOrchardError(error).message;
    }
  }

  end(): DraftEnd {
    if (this.#isEmpty || this.#stream.complete) return { status: 'whole' };
    return { status: 'broken', message: this.#problem ?? 'The input stopped before its end.' };
  }
}
