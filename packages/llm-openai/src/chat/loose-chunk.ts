type Maybe<Value> = Value | null | undefined;

/** A part of a call as servers really send it. */
export interface LooseToolCall {
  readonly index?: Maybe<number>;
  readonly id?: Maybe<string>;
  readonly function?: Maybe<LooseFunction>;
}

export interface LooseFunction {
  readonly name?: Maybe<string>;
  readonly arguments?: Maybe<string | object>;
}

export interface LooseUsage {
  readonly prompt_tokens?: Maybe<number>;
  readonly completion_tokens?: Maybe<number>;
  readonly prompt_tokens_details?: Maybe<{
    readonly cached_tokens?: Maybe<number>;
    readonly cache_write_tokens?: Maybe<number>;
  }>;
}

export interface LooseChoice {
  readonly index?: Maybe<number>;
  readonly finish_reason?: Maybe<string>;
  readonly delta?: Maybe<{
    readonly content?: Maybe<string>;
    readonly refusal?: Maybe<string>;
    readonly tool_calls?: Maybe<readonly LooseToolCall[]>;
    readonly function_call?: Maybe<LooseFunction>;
  }>;
}

/** A chunk of chat completions. The SDK's type says what OpenAI sends; other servers leave out any of it. */
export interface LooseChunk {
  readonly object?: Maybe<string>;
  readonly model?: Maybe<string>;
  readonly choices?: Maybe<readonly LooseChoice[]>;
  readonly usage?: Maybe<LooseUsage>;
  /** In place of all that, older servers of vLLM send `{ object: 'error', message, code }`. */
  readonly message?: Maybe<string>;
  readonly code?: Maybe<number | string>;
}
