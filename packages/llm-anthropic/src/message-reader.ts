import type { Anthropic } from '@anthropic-ai/sdk';
import type { ModelEvent, ModelFinish, ModelUsage } from '@orchard-studio/core';

type StopReason = Anthropic.StopReason;
type Start = Anthropic.RawContentBlockStartEvent['content_block'];

const FINISHES: ReadonlyMap<string, ModelFinish> = new Map<StopReason, ModelFinish>([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['tool_use', 'tool'],
  ['max_tokens', 'max-tokens'],
  ['model_context_window_exceeded', 'max-tokens'],
  ['refusal', 'refusal'],
  // Only the vendor's own tools pause a turn, and none is ever sent. If it comes, the answer is not whole.
  ['pause_turn', 'max-tokens'],
]);

/** Tokens as the vendor counts them: each number is the newest, and `input_tokens` leaves out those of the cache. */
interface Counted {
  readonly input_tokens?: number | null;
  readonly output_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
}

/** Turns the vendor's events of one message into those of the port, in order. */
export class MessageReader {
  #model: string;
  #input = 0;
  #output = 0;
  #cacheRead = 0;
  #cacheWrite = 0;
  #stopReason: string | null = null;
  /** The input of the tool that is being called, until some of it came. */
  #silentInput: unknown;
  #inTool = false;
  #called = false;
  #started = false;
  #finished = false;

  /** @param model - named when the vendor does not name the one that answers */
  constructor(model: string) {
    this.#model = model;
  }

  /** Whether the stream was one of the vendor's at all. */
  get started(): boolean {
    return this.#started;
  }

  /** Whether the message is whole. */
  get finished(): boolean {
    return this.#finished;
  }

  /** @throws TypeError for an event that lacks what its type promises */
  *read(event: Anthropic.RawMessageStreamEvent): Generator<ModelEvent> {
    switch (event.type) {
      case 'message_start':
        this.#started = true;
        this.#model = event.message.model || this.#model;
        this.#count(event.message.usage);
        return;
      case 'content_block_start':
        yield* this.#begin(event.content_block);
        return;
      case 'content_block_delta':
        yield* this.#more(event.delta);
        return;
      case 'content_block_stop':
        yield* this.#end();
        return;
      case 'message_delta':
        this.#stopReason = event.delta.stop_reason ?? this.#stopReason;
        this.#count(event.usage);
        return;
      case 'message_stop':
        this.#finished = true;
        yield this.#finish();
    }
  }

  *#begin(block: Start): Generator<ModelEvent> {
    this.#inTool = block.type === 'tool_use';
    if (block.type === 'text' && block.text !== '') yield { type: 'text', delta: block.text };
    if (block.type !== 'tool_use') return;
    this.#called = true;
    this.#silentInput = block.input ?? {};
    yield { type: 'tool', name: block.name };
  }

  *#more(delta: Anthropic.RawContentBlockDelta): Generator<ModelEvent> {
    if (delta.type === 'text_delta' && delta.text !== '') yield { type: 'text', delta: delta.text };
    if (delta.type !== 'input_json_delta' || !this.#inTool || delta.partial_json === '') return;
    this.#silentInput = undefined;
    yield { type: 'tool-input', delta: delta.partial_json };
  }

  *#end(): Generator<ModelEvent> {
    // A tool without parameters has no deltas.
    if (this.#inTool && this.#silentInput !== undefined)
      yield { type: 'tool-input', delta: JSON.stringify(this.#silentInput) };
    this.#inTool = false;
  }

  #count(usage: Counted | null | undefined): void {
    this.#input = usage?.input_tokens ?? this.#input;
    this.#output = usage?.output_tokens ?? this.#output;
    this.#cacheRead = usage?.cache_read_input_tokens ?? this.#cacheRead;
    this.#cacheWrite = usage?.cache_creation_input_tokens ?? this.#cacheWrite;
  }

  #finish(): ModelEvent {
    const usage: ModelUsage = {
      inputTokens: this.#input + this.#cacheRead + this.#cacheWrite,
      outputTokens: this.#output,
      cacheReadTokens: this.#cacheRead,
      cacheWriteTokens: this.#cacheWrite,
    };
    const reason = FINISHES.get(this.#stopReason ?? '') ?? (this.#called ? 'tool' : 'stop');
    return { type: 'finish', reason, usage, model: this.#model };
  }
}
