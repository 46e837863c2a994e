import { isOrchardError, type ModelEvent, type ModelFinish, type ModelUsage } from '@orchard-studio/core';
import type { Connection } from '../connection/connection.ts';
import { brokeOff, vendorError } from '../connection/model-errors.ts';
import { ChatToolCalls } from './chat-tool-calls.ts';
import type { LooseChoice, LooseChunk, LooseUsage } from './loose-chunk.ts';

const usageOf = (usage: LooseUsage | undefined): ModelUsage => ({
  inputTokens: usage?.prompt_tokens ?? 0,
  outputTokens: usage?.completion_tokens ?? 0,
  cacheReadTokens: usage?.prompt_tokens_details?.cached_tokens ?? 0,
  cacheWriteTokens: usage?.prompt_tokens_details?.cache_write_tokens ?? 0,
});

class ChatReader {
  readonly #calls = new ChatToolCalls();
  #reason: string | undefined;
  #usage: LooseUsage | undefined;
  #usageAlone = false;
  #model: string;
  #refused = false;

  constructor(model: string) {
    this.#model = model;
  }

  /** Whether the model has said all. The counts come after it, in a chunk without choices. */
  get said(): boolean {
    return this.#reason !== undefined || this.#usageAlone;
  }

  /** Whether nothing more can come. */
  get complete(): boolean {
    return this.#reason !== undefined && this.#usageAlone;
  }

  *take({ model, choices, usage }: LooseChunk): Generator<ModelEvent> {
    if (model) this.#model = model;
    // Some send it with every chunk, each time of all so far.
    if (usage) this.#usage = usage;
    this.#usageAlone = Boolean(usage) && !choices?.length;
    const choice = choices?.find(({ index }) => (index ?? 0) === 0);
    if (choice !== undefined) yield* this.#choice(choice);
  }

  *end(): Generator<ModelEvent> {
    yield* this.#calls.end();
    yield { type: 'finish', reason: this.#finish(), usage: usageOf(this.#usage), model: this.#model };
  }

  *#choice({ delta, finish_reason }: LooseChoice): Generator<ModelEvent> {
    if (delta?.refusal) this.#refused = true;
    for (const said of [delta?.content, delta?.refusal]) if (said) yield { type: 'text', delta: said };
    for (const call of delta?.tool_calls ?? []) this.#calls.add(call);
    // The older way to call one function.
    if (delta?.function_call) this.#calls.add({ index: 0, function: delta.function_call });
    yield* this.#calls.ready();
    if (finish_reason) this.#reason = finish_reason;
  }

  /** Whether it called a tool is seen in what it said: some servers say `stop` after a call. */
  #finish(): ModelFinish {
    if (this.#reason === 'length') return 'max-tokens';
    if (this.#reason === 'content_filter' || this.#refused) return 'refusal';
    return this.#calls.count > 0 ? 'tool' : 'stop';
  }
}

interface ChatStream {
  readonly chunks: AsyncIterable<LooseChunk>;
  /** Whether `[DONE]` came. */
  sawEnd(): boolean;
  readonly connection: Connection;
}

/**
 * The chunks of a chat completion, as events of the port. It is whole when it gave a reason for its end, its token counts,
 * or `[DONE]`: servers leave out any of them.
 *
 * @source https://platform.openai.com/docs/api-reference/chat-streaming
 */
export async function* readChat({ chunks, sawEnd, connection }: ChatStream): AsyncGenerator<ModelEvent> {
  const reader = new ChatReader(connection.model);
  try {
    for await (const chunk of chunks) {
      if (chunk.object === 'error')
        throw vendorError({ code: chunk.code, message: chunk.message ?? 'No message.' }, connection);
      yield* reader.take(chunk);
      if (reader.complete) break;
    }
  } catch (error) {
    // What fails after the model has said all takes nothing from it.
    if (!reader.said || (isOrchardError(error) && error.code === 'CANCELLED')) throw error;
  }
  if (!reader.said && !sawEnd()) throw brokeOff();
  yield* reader.end();
}
