import type { ModelEvent, ModelFinish, ModelUsage } from '@orchard-studio/core';
import type { Response, ResponseStreamEvent, ResponseUsage } from 'openai/resources/responses/responses';
import { CallsInOrder, type OrderedCall } from '../calls-in-order.ts';
import type { Connection } from '../connection/connection.ts';
import { brokeOff, vendorError } from '../connection/model-errors.ts';

/** What servers other than OpenAI's leave out is counted as none. */
function usageOf(usage: ResponseUsage | null | undefined): ModelUsage {
  const details: Partial<ResponseUsage.InputTokensDetails> | undefined = usage?.input_tokens_details;
  return {
    inputTokens: usage?.input_tokens ?? 0,
    outputTokens: usage?.output_tokens ?? 0,
    cacheReadTokens: details?.cached_tokens ?? 0,
    cacheWriteTokens: details?.cache_write_tokens ?? 0,
  };
}

class ResponseReader {
  readonly #connection: Connection;
  readonly #calls = new CallsInOrder();
  readonly #byOutput = new Map<number, OrderedCall>();
  #refused = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** What an event says at once; calls are given by `ready`. Events that are not known say nothing. */
  *take(event: ResponseStreamEvent): Generator<ModelEvent> {
    switch (event.type) {
      case 'response.refusal.delta':
        this.#refused = true;
        yield { type: 'text', delta: event.delta };
        return;
      case 'response.output_text.delta':
        if (event.delta !== '') yield { type: 'text', delta: event.delta };
        return;
      case 'response.output_item.added':
        if (event.item.type === 'function_call')
          this.#byOutput.set(event.output_index, this.#calls.begin(event.item.name));
        return;
      case 'response.function_call_arguments.delta':
        this.#byOutput.get(event.output_index)?.add(event.delta);
        return;
      case 'response.function_call_arguments.done':
        this.#whole(event.output_index, event.arguments);
        return;
      case 'response.output_item.done':
        if (event.item.type === 'function_call') this.#whole(event.output_index, event.item.arguments, true);
    }
  }

  ready(): Iterable<ModelEvent> {
    return this.#calls.ready();
  }

  /** How the response ended, if it has; what was still waiting is passed on first. */
  *end(event: ResponseStreamEvent): Generator<ModelEvent> {
    if (event.type !== 'response.completed' && event.type !== 'response.incomplete') return;
    this.#calls.endAll();
    yield* this.#calls.ready();
    const { usage, model } = event.response;
    const reason = event.type === 'response.incomplete' ? this.#cut(event.response) : this.#complete();
    yield { type: 'finish', reason, usage: usageOf(usage), model: model || this.#connection.model };
  }

  /** The whole input, which is only news when it did not come bit by bit. */
  #whole(at: number, input: string, ended = false): void {
    const call = this.#byOutput.get(at);
    if (call?.heard === false) call.add(input);
    if (call !== undefined && ended) call.ended = true;
  }

  #cut({ incomplete_details }: Response): ModelFinish {
    return incomplete_details?.reason === 'content_filter' ? 'refusal' : 'max-tokens';
  }

  #complete(): ModelFinish {
    if (this.#refused) return 'refusal';
    return this.#calls.count > 0 ? 'tool' : 'stop';
  }
}

/**
 * The events of a response, as those of the port.
 *
 * @source https://platform.openai.com/docs/api-reference/responses-streaming
 */
export async function* readResponse(
  events: AsyncIterable<ResponseStreamEvent>,
  connection: Connection,
): AsyncGenerator<ModelEvent> {
  const reader = new ResponseReader(connection);
  for await (const event of events) {
    if (event.type === 'response.failed')
      throw vendorError(event.response.error ?? { message: 'The response failed.' }, connection);
    yield* reader.take(event);
    yield* reader.ready();
    for (const last of reader.end(event)) {
      yield last;
      if (last.type === 'finish') return;
    }
  }
  throw brokeOff();
}
