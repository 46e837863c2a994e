import type { JsonObject } from '../json.ts';

export interface ModelText {
  readonly type: 'text';
  readonly text: string;
}

/** A picture for a model that sees. */
export interface ModelImage {
  readonly type: 'image';
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp';
  readonly data: Uint8Array;
}

/** What one side said. A model says texts only. */
export type ModelMessage =
  | { readonly role: 'user'; readonly content: readonly (ModelText | ModelImage)[] }
  | { readonly role: 'assistant'; readonly content: readonly ModelText[] };

/** A function the model may call. Nobody calls it for the model: its input is what is wanted. */
export interface ModelTool {
  /** Letters, digits and `_`; at most 64. */
  readonly name: string;
  readonly description: string;
  /**
   * JSON Schema of its input: an object, closed (`additionalProperties: false`) at every level, all properties required.
   * That is what the strict tools of all vendors take.
   */
  readonly inputSchema: JsonObject;
}

export interface ModelRequest {
  /** Standing instructions. The same text request after request is cheaper where the vendor caches. */
  readonly system: string;
  /** In order, beginning and ending with the user. */
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  /** Whether the model may call a tool, or has to. */
  readonly toolChoice: 'auto' | 'required';
  /** The model stops at so many tokens. */
  readonly maxOutputTokens: number;
  /** Aborts the request, and with it the vendor's work. */
  readonly signal?: AbortSignal | undefined;
}

/** Tokens of one request, as the vendor counts them for its bill. */
export interface ModelUsage {
  /** All that were read, those from a cache included. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of the input: read from the vendor's cache, and written to it. */
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
}

/** Why a model stopped: it had said all, it called a tool, it reached its limit, or it will not say this. */
export type ModelFinish = 'stop' | 'tool' | 'max-tokens' | 'refusal';

export type ModelEvent =
  /** More of what it says to the user. */
  | { readonly type: 'text'; readonly delta: string }
  /** It begins to call a tool. Calls come one after another, never interleaved. */
  | { readonly type: 'tool'; readonly name: string }
  /** More of the JSON text of the call's input. Untrusted: it may be cut off, or be no JSON. */
  | { readonly type: 'tool-input'; readonly delta: string }
  /** The last event. */
  | {
      readonly type: 'finish';
      readonly reason: ModelFinish;
      readonly usage: ModelUsage;
      /** The model that answered, as the vendor names it. */
      readonly model: string;
    };

/**
 * A model of language behind a vendor's interface. What it says is never trusted.
 *
 * Every stream ends with exactly one `finish`, or throws one of these; those that are retryable were tried again before the
 * first event came, never after:
 * - MODEL_UNAVAILABLE (retryable): not reached, overloaded, or broken off;
 * - MODEL_RATE_LIMITED (retryable): too many requests; with `retryAfterMs` when the vendor says how long to wait;
 * - MODEL_REJECTED: the vendor will not take the request: its key, its model, its size;
 * - TIMEOUT (retryable): nothing came for too long;
 * - CANCELLED: the signal aborted.
 */
export interface LanguageModel {
  readonly specVersion: 'v1';
  /** Adapter name for logs and errors. */
  readonly name: string;
  /** What is asked for: the vendor's name of a model. */
  readonly model: string;
  readonly capabilities: {
    /** It sees pictures. Without it they are left out, and the request says so in words. */
    readonly images: boolean;
    /** The input of a tool has the shape of its schema, unless it was cut off. */
    readonly strictTools: boolean;
  };
  /** Nothing is sent before the first event is asked for. Leaving the loop early aborts the request. */
  stream(request: ModelRequest): AsyncIterable<ModelEvent>;
}
