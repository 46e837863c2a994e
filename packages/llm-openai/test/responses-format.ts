import assert from 'node:assert/strict';
import type { JsonObject, JsonValue, ModelMessage, ModelTool } from '@orchard-studio/core';
import { bitsOf, type ModelLine, type wholeScript } from '@orchard-studio/testing';
import type { WireFormat } from './http-double.ts';
import {
  checkRequest,
  checkStrict,
  count,
  event,
  fields,
  list,
  object,
  picture,
  text,
  toolChoice,
} from './reading.ts';

type Script = ReturnType<typeof wholeScript>;

function readContent(value: JsonValue) {
  if (object(value).type === 'input_text') {
    return { type: 'text' as const, text: text(fields(value, ['type', 'text']).text) };
  }
  const image = fields(value, ['type', 'image_url', 'detail']);
  assert.equal(image.type, 'input_image');
  return picture(text(image.image_url));
}

function readItem(value: JsonValue): ModelMessage {
  const { role, content } = fields(value, ['role', 'content'], ['type']);
  if (role === 'assistant') return { role, content: [{ type: 'text', text: text(content) }] };
  assert.equal(role, 'user');
  return { role: 'user', content: list(content).map(readContent) };
}

function readTool(value: JsonValue): ModelTool {
  const tool = fields(value, ['type', 'name', 'description', 'parameters', 'strict']);
  assert.equal(tool.type, 'function');
  assert.equal(tool.strict, true);
  const inputSchema = object(tool.parameters);
  checkStrict(inputSchema);
  return { name: text(tool.name), description: text(tool.description), inputSchema };
}

/** The events of a response, numbered as they are on the wire. */
class ResponseFrames {
  readonly #frames: string[] = [];
  readonly #usage: Script['usage'];
  #number = 0;

  constructor({ usage }: Script) {
    this.#usage = usage;
  }

  add(type: string, fieldsOf: JsonObject = {}): void {
    this.#frames.push(event(type, { type, sequence_number: this.#number++, ...fieldsOf }));
  }

  /** What is no event, or none that is known. */
  noise(): void {
    this.#frames.push(': a comment\n\n');
    this.add('keepalive');
    this.add('response.something.new', { item: { type: 'unheard_of' }, delta: 'not text' });
  }

  begin(): void {
    this.add('response.created', { response: this.#response('in_progress') });
    this.add('response.in_progress', { response: this.#response('in_progress') });
    const item = { id: 'rs_1', type: 'reasoning', summary: [], status: 'in_progress' };
    this.add('response.output_item.added', { output_index: 0, item });
    this.noise();
    this.add('response.output_item.done', { output_index: 0, item });
  }

  line(line: ModelLine, at: number, refused: boolean): void {
    if ('tool' in line) this.#call(line, at);
    else this.#text(line.text, at, refused ? 'refusal' : 'output_text');
  }

  end(finish: Script['finish']): void {
    if (finish !== 'max-tokens') {
      this.add('response.completed', { response: this.#response('completed') });
      return;
    }
    const response = { ...this.#response('incomplete'), incomplete_details: { reason: 'max_output_tokens' } };
    this.add('response.incomplete', { response });
  }

  get all(): readonly string[] {
    return this.#frames;
  }

  #text(said: string, output_index: number, kind: 'refusal' | 'output_text'): void {
    const at = { item_id: `msg_${output_index}`, output_index, content_index: 0 };
    const item = { id: at.item_id, type: 'message', role: 'assistant', status: 'in_progress', content: [] };
    this.add('response.output_item.added', { output_index, item });
    this.add('response.content_part.added', { ...at, part: { type: kind } });
    for (const delta of bitsOf(said)) this.add(`response.${kind}.delta`, { ...at, delta });
    this.add(`response.${kind}.done`, { ...at, text: said, refusal: said });
    this.add('response.output_item.done', { output_index, item: { ...item, status: 'completed' } });
  }

  #call({ tool, input }: Extract<ModelLine, { tool: string }>, output_index: number): void {
    const at = { item_id: `fc_${output_index}`, output_index };
    const item = { id: at.item_id, type: 'function_call', call_id: 'call_1', name: tool, arguments: '' };
    this.add('response.output_item.added', { output_index, item: { ...item, status: 'in_progress' } });
    for (const delta of bitsOf(input)) {
      this.add('response.function_call_arguments.delta', { ...at, delta, obfuscation: 'x7' });
    }
    this.add('response.function_call_arguments.done', { ...at, arguments: input });
    this.add('response.output_item.done', {
      output_index,
      item: { ...item, arguments: input, status: 'completed' },
    });
  }

  #response(status: string): JsonObject {
    const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = this.#usage;
    const usage = {
      input_tokens: inputTokens,
      input_tokens_details: { cached_tokens: cacheReadTokens, cache_write_tokens: cacheWriteTokens },
      output_tokens: outputTokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: inputTokens + outputTokens,
    };
    return {
      id: 'resp_1',
      object: 'response',
      status,
      model: 'gpt-double-2026-01-01',
      error: null,
      incomplete_details: null,
      output: [],
      usage: status === 'in_progress' ? null : usage,
    };
  }
}

const REQUIRED = ['model', 'instructions', 'input', 'max_output_tokens', 'store', 'stream'];

/** The Responses API, as OpenAI speaks it. */
export const responsesFormat = (key: string): WireFormat => ({
  read: (request) => {
    checkRequest(request, '/v1/responses');
    assert.equal(request.headers.authorization, `Bearer ${key}`);
    const body = fields(request.body, REQUIRED, ['tools', 'tool_choice', 'reasoning']);
    assert.equal(body.stream, true);
    assert.equal(body.store, false);
    const tools = list(body.tools ?? []).map(readTool);
    return {
      system: text(body.instructions),
      messages: list(body.input).map(readItem),
      tools,
      toolChoice: toolChoice(body.tool_choice, tools.length),
      maxOutputTokens: count(body.max_output_tokens),
    };
  },
  frames: (script, whole) => {
    const frames = new ResponseFrames(script);
    frames.begin();
    for (const [at, line] of script.says.entries()) frames.line(line, at + 1, script.finish === 'refusal');
    frames.noise();
    if (whole) frames.end(script.finish);
    return frames.all;
  },
  errorFrame: event('error', {
    type: 'error',
    code: 'server_error',
    message: `The server had an error. Key: ${key}`,
    param: null,
    sequence_number: 99,
  }),
  nonsenseFrame: 'event: response.output_text.delta\ndata: <html>{"\n\n',
  errorBody: (status) => {
    if (status >= 500)
      return JSON.stringify({ error: { message: 'The server is overloaded.', type: 'server_error' } });
    const message = `Refused with ${status}. Incorrect API key provided: ${key}.`;
    return JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code: null } });
  },
});
