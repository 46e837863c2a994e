import type { ModelFinish, ModelUsage } from '@orchard-studio/core';
import { bitsOf, type ModelLine, type ModelScript, wholeScript } from '@orchard-studio/testing';

/** Data of one event. */
export type WireEvent = { readonly type: string } & { readonly [field: string]: unknown };

const STOP_REASONS: Readonly<Record<ModelFinish, string>> = {
  stop: 'end_turn',
  tool: 'tool_use',
  'max-tokens': 'max_tokens',
  refusal: 'refusal',
};

/** One event of the stream. */
export const frame = (event: WireEvent): string => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

const inputOf = ({ inputTokens, cacheReadTokens, cacheWriteTokens }: ModelUsage) => ({
  input_tokens: inputTokens - cacheReadTokens - cacheWriteTokens,
  cache_creation_input_tokens: cacheWriteTokens,
  cache_read_input_tokens: cacheReadTokens,
});

/** The first event. */
export function messageStart(usage: ModelUsage): WireEvent {
  return {
    type: 'message_start',
    message: {
      id: 'msg_01Double',
      type: 'message',
      role: 'assistant',
      model: 'claude-double-1-20261001',
      content: [],
      container: null,
      diagnostics: null,
      stop_reason: null,
      stop_sequence: null,
      stop_details: null,
      usage: {
        ...inputOf(usage),
        cache_creation: {
          ephemeral_5m_input_tokens: usage.cacheWriteTokens,
          ephemeral_1h_input_tokens: 0,
        },
        output_tokens: 1,
        output_tokens_details: null,
        server_tool_use: null,
        service_tier: 'standard',
        inference_geo: 'not_available',
        speed: null,
      },
    },
  };
}

/** The last two events. */
export function messageEnd(usage: ModelUsage, stopReason: string | null): readonly WireEvent[] {
  const refused = stopReason === 'refusal';
  return [
    {
      type: 'message_delta',
      delta: {
        stop_reason: stopReason,
        stop_sequence: null,
        stop_details: refused ? { type: 'refusal', category: null, explanation: null } : null,
        container: null,
      },
      usage: {
        ...inputOf(usage),
        output_tokens: usage.outputTokens,
        output_tokens_details: null,
        server_tool_use: null,
      },
    },
    { type: 'message_stop' },
  ];
}

/** The events of one block. */
export function block(line: ModelLine, index: number, size?: number): readonly WireEvent[] {
  const start =
    'text' in line
      ? { type: 'text', text: '', citations: null }
      : { type: 'tool_use', id: `toolu_${index}`, name: line.tool, input: {}, caller: { type: 'direct' } };
  const deltas =
    'text' in line
      ? bitsOf(line.text, size).map((text) => ({ type: 'text_delta', text }))
      : ['', ...bitsOf(line.input, size)].map((json) => ({ type: 'input_json_delta', partial_json: json }));
  return [
    { type: 'content_block_start', index, content_block: start },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

/** All pieces of an answer's body, with what else a vendor may send between its events. */
export function answerOf(script: ModelScript): readonly string[] {
  const { says, finish, usage, fault } = wholeScript(script);
  const said = [
    frame(messageStart(usage)),
    frame({ type: 'ping' }),
    ': a comment\n\n',
    frame({ type: 'vendor_news', news: ['nobody knows it'], delta: null }),
    ...says.flatMap((line, index) => block(line, index).map(frame)),
  ];
  if (fault === undefined) return [...said, ...messageEnd(usage, STOP_REASONS[finish]).map(frame)];
  if (fault.kind === 'error')
    return [...said, frame({ type: 'error', error: errorOf(529), request_id: 'req_01Double' })];
  if (fault.kind === 'nonsense') return [...said, 'event: content_block_delta\ndata: <html>Bad gate'];
  return said;
}

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'api_error',
  500: 'api_error',
  529: 'overloaded_error',
};

/** What the vendor calls an error of this status. */
export function errorOf(status: number, message = `The vendor says ${status}`) {
  return { type: ERROR_TYPES[status] ?? 'api_error', message, details: null };
}
