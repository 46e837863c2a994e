import type { ModelFinish, ModelUsage } from '@orchard-studio/core';

/** One thing a model says: something to the user, or a call of a tool with the JSON text of its input. */
export type ModelLine = { readonly text: string } | { readonly tool: string; readonly input: string };

/** How a vendor's server fails. */
export type ModelFault =
  /** It answers with an error instead of a stream. */
  | {
      readonly kind: 'status';
      readonly status: 400 | 401 | 403 | 404 | 413 | 429 | 500 | 503 | 529;
      /** What its `Retry-After` says; without it there is none. */
      readonly retryAfterSeconds?: number;
    }
  /** After all that it says: an error in the stream, no end of the stream, a cut connection, silence, or nonsense. */
  | { readonly kind: 'error' | 'end' | 'cut' | 'silence' | 'nonsense' };

/** What a vendor's server answers to one request. */
export interface ModelScript {
  readonly says?: readonly ModelLine[];
  /** Default: `tool` when it called one, else `stop`. */
  readonly finish?: ModelFinish;
  /** Default: 10 tokens of input, 5 of output, none of a cache. */
  readonly usage?: Partial<ModelUsage>;
  readonly fault?: ModelFault;
  /** The body leaves in pieces of so many bytes, whatever they cut apart. Default: in one piece an event. */
  readonly pieceBytes?: number;
}

export const SCRIPTED_USAGE: ModelUsage = {
  inputTokens: 10,
  outputTokens: 5,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
};

/** A script with everything that it leaves out. */
export function wholeScript({ says = [], finish, usage, ...rest }: ModelScript) {
  const called = says.some((line) => 'tool' in line);
  return {
    ...rest,
    says,
    finish: finish ?? (called ? ('tool' as const) : ('stop' as const)),
    usage: { ...SCRIPTED_USAGE, ...usage },
  };
}

/** The texts that a server sends bit by bit: of about `size` characters, never half a character. */
export function bitsOf(text: string, size = 7): readonly string[] {
  const characters = [...text];
  return Array.from({ length: Math.ceil(characters.length / size) }, (_, at) =>
    characters.slice(at * size, (at + 1) * size).join(''),
  );
}
