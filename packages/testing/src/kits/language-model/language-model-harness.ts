import type { LanguageModel, ModelRequest } from '@orchard-studio/core';
import type { ModelScript } from './model-script.ts';

/** A request as the vendor's server got it, read back from the wire. */
export interface ReceivedRequest {
  readonly system: string;
  readonly messages: ModelRequest['messages'];
  /** Its tools' names, descriptions and schemas. */
  readonly tools: ModelRequest['tools'];
  readonly toolChoice: ModelRequest['toolChoice'];
  readonly maxOutputTokens: number;
  /** Resolves when nobody listens to the answer any more. */
  readonly ended: Promise<void>;
}

/** What the language model kit needs of an adapter's author. Made afresh for every case. */
export interface LanguageModelHarness {
  /**
   * Asks a server of the vendor's interface, or a double of it, on this machine. It tries again at most twice, at once
   * unless the server says when, and gives up a stream that is silent for `silenceMs`.
   */
  readonly model: LanguageModel;
  /** Longest silence the model was made with: a few hundred milliseconds. */
  readonly silenceMs: number;
  /** What the server answers next, in this order; the last one again and again. */
  answer(...scripts: readonly ModelScript[]): void;
  /** The requests the server got, in order. */
  readonly received: readonly ReceivedRequest[];
  /** The key the model was made with, which must not be told. */
  readonly secret?: string;
  /** Longest time for anything that ends by itself. Default: 5,000 ms. */
  readonly boundMs?: number;
}

export const boundOf = ({ boundMs = 5_000 }: Pick<LanguageModelHarness, 'boundMs'>): number => boundMs;
