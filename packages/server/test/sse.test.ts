import type { OperationEvent } from '@orchard-studio/core';
import { operationIdSchema } from '@orchard-studio/core';
import { expect, it } from 'vitest';
import { eventStream } from '../src/http/sse.ts';

const event = (seq: number): OperationEvent => ({
  v: 1,
  operationId: operationIdSchema.parse('op_0000000000000000'),
  seq,
  type: 'log',
  timestamp: '2026-01-01T00:00:00.000Z',
});

it('ends its source when a client goes away that had not read everything', async () => {
  const closed = Promise.withResolvers<'closed'>();
  async function* source(): AsyncGenerator<OperationEvent, void, void> {
    try {
      for (let seq = 1; ; seq += 1) yield event(seq);
    } finally {
      closed.resolve('closed');
    }
  }
  const abort = new AbortController();
  const { body } = eventStream({
    events: source(),
    abort,
    reset: false,
    heartbeatMs: 60_000,
    random: () => 0,
  });
  const reader = body?.getReader();
  await reader?.read();
  await reader?.read();
  await reader?.cancel();
  expect(abort.signal.aborted).toBe(true);
  expect(await closed.promise).toBe('closed');
});
