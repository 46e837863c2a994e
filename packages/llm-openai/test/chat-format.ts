import assert from 'node:assert/strict';
import type { JsonObject, JsonValue, ModelFinish, ModelMessage, ModelTool } from '@orchard-studio/core';
import { bitsOf, type wholeScript } from '@orchard-studio/testing';
import type { WireFormat } from './http-double.ts';
import {
  checkRequest,
  checkStrict,
  count,
  data,
  fields,
  list,
  object,
  picture,
  text,
  toolChoice,
} from './reading.ts';

type Script = ReturnType<typeof wholeScript>;

/** How the server differs from others. */
export interface ChatServer {
  /** The key it asks for; without it, it takes no key. */
  readonly key?: string;
  readonly images: boolean;
  readonly strict: boolean;
}

function readPart(value: JsonValue) {
  if (object(value).type === 'text') {
    return { type: 'text' as const, text: text(fields(value, ['type', 'text']).text) };
  }
  const image = fields(value, ['type', 'image_url']);
  assert.equal(image.type, 'image_url');
  return picture(text(fields(image.image_url, ['url']).url));
}

function readMessage(value: JsonValue, { images }: ChatServer): ModelMessage {
  const { role, content } = fields(value, ['role', 'content']);
  if (role === 'assistant') return { role, content: [{ type: 'text', text: text(content) }] };
  assert.equal(role, 'user');
  if (typeof content === 'string') return { role: 'user', content: [{ type: 'text', text: content }] };
  assert(images, 'This server takes strings only.');
  return { role: 'user', content: list(content).map(readPart) };
}

function readTool(value: JsonValue, { strict }: ChatServer): ModelTool {
  const tool = fields(value, ['type', 'function']);
  assert.equal(tool.type, 'function');
  const called = fields(tool.function, ['name', 'description', 'parameters', ...(strict ? ['strict'] : [])]);
  assert.equal(called.strict, strict ? true : undefined);
  const inputSchema = object(called.parameters);
  checkStrict(inputSchema);
  return { name: text(called.name), description: text(called.description), inputSchema };
}

const chunk = (fieldsOf: JsonObject): string =>
  data({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_767_225_600,
    model: 'double-7b',
    system_fingerprint: 'fp_1',
    ...fieldsOf,
  });

/** A chunk with this in its delta. */
export const delta = (said: JsonObject, finish_reason: string | null = null): string =>
  chunk({ choices: [{ index: 0, delta: said, logprobs: null, finish_reason }], usage: null });

const FINISHES: Readonly<Record<ModelFinish, string>> = {
  stop: 'stop',
  tool: 'tool_calls',
  'max-tokens': 'length',
  refusal: 'content_filter',
};

/** The chunk with the token counts, which has no choices. */
export const usageChunk = ({
  inputTokens,
  outputTokens,
  cacheReadTokens,
  cacheWriteTokens,
}: Script['usage']) =>
  chunk({
    choices: [],
    usage: {
      prompt_tokens: inputTokens,
      completion_tokens: outputTokens,
      total_tokens: inputTokens + outputTokens,
      prompt_tokens_details: { cached_tokens: cacheReadTokens, cache_write_tokens: cacheWriteTokens },
    },
  });

export const DONE = 'data: [DONE]\n\n';

function frames({ says, finish, usage }: Script, whole: boolean): readonly string[] {
  const all = [': a comment\n\n', delta({ role: 'assistant', content: '' })];
  let calls = 0;
  for (const line of says) {
    if ('text' in line) {
      for (const content of bitsOf(line.text)) all.push(delta({ content, something_new: 1 }));
      continue;
    }
    const index = calls++;
    const id = `call_${index}`;
    all.push(
      delta({ tool_calls: [{ index, id, type: 'function', function: { name: line.tool, arguments: '' } }] }),
    );
    for (const bit of bitsOf(line.input))
      all.push(delta({ tool_calls: [{ index, function: { arguments: bit } }] }));
  }
  all.push(': a comment\n\n', delta({ reasoning_content: 'not said' }));
  return whole ? [...all, delta({}, FINISHES[finish]), usageChunk(usage), DONE] : all;
}

/** Streaming chat completions, as the servers on the own machine speak them. */
export const chatFormat = (server: ChatServer): WireFormat => ({
  read: (request) => {
    checkRequest(request, '/v1/chat/completions');
    assert.equal(
      request.headers.authorization,
      server.key === undefined ? undefined : `Bearer ${server.key}`,
    );
    const body = fields(
      request.body,
      ['model', 'messages', 'max_tokens', 'stream', 'stream_options'],
      ['tools', 'tool_choice'],
    );
    assert.equal(body.stream, true);
    assert.deepEqual(body.stream_options, { include_usage: true });
    const [first, ...messages] = list(body.messages);
    const system = fields(first, ['role', 'content']);
    assert.equal(system.role, 'system');
    const tools = list(body.tools ?? []).map((tool) => readTool(tool, server));
    return {
      system: text(system.content),
      messages: messages.map((message) => readMessage(message, server)),
      tools,
      toolChoice: toolChoice(body.tool_choice, tools.length),
      maxOutputTokens: count(body.max_tokens),
    };
  },
  frames,
  errorFrame: data({
    error: { message: `The runner has crashed. Key: ${server.key ?? ''}`, type: 'server_error' },
  }),
  nonsenseFrame: 'data: <html>{"\n\n',
  errorBody: (status) =>
    JSON.stringify({
      error: { message: `Refused with ${status}: ${server.key ?? 'no key'}.`, type: 'error', code: status },
    }),
});
