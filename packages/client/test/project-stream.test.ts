import { type OperationEvent, type OperationView, operationViewSchema } from '@orchard-studio/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createClient, type ProjectMessage } from '../src/index.ts';
import { event, OPERATION_ID, OTHER_ID, operation, PROJECT_ID, sse } from './fixtures.ts';
import { type Handler, serve } from './http-server.ts';

const IDS = [OPERATION_ID, OTHER_ID];
const snapshotOf = (id: string, lastSeq: number): OperationView =>
  operationViewSchema.parse({ ...operation('running', lastSeq), id });
const frame = (view: OperationView): string =>
  `id: ${view.lastSeq}\ndata: ${JSON.stringify({ type: 'snapshot', operation: view })}\n\n`;

/** Speaks as the real server does: a snapshot of what the client has no cursor for, then the events after it. */
function handlerOf(
  logs: ReadonlyMap<string, readonly OperationEvent[]>,
  cuts: number[],
  at: number,
): Handler {
  return (request, response) => {
    const after = new URL(request.url ?? '', 'http://host').searchParams.get('after') ?? '';
    const cursors = new Map(
      after
        .split(',')
        .map((entry) => entry.split(':'))
        .map(([id, seq]) => [id, Number(seq)]),
    );
    const text = [...logs].map(([id, events]) => {
      const cursor = cursors.get(id);
      const rest = events.filter(({ seq }) => seq > (cursor ?? at)).map(sse);
      return `${cursor === undefined ? frame(snapshotOf(id, at)) : ''}${rest.join('')}`;
    });
    const bytes = Buffer.from(`retry: 1000\n\n${text.join('')}: beat\n\n`);
    const cut = cuts.shift();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (cut === undefined) return response.write(bytes);
    return response.write(bytes.subarray(0, cut % bytes.length), () => response.destroy());
  };
}

const placeOf = (message: ProjectMessage): readonly [string, number] =>
  message.type === 'snapshot'
    ? [message.operation.id, message.operation.lastSeq]
    : [message.event.operationId, message.event.seq];

test('a connection for a project, cut at any byte, says everything once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 8 }),
      fc.nat({ max: 3 }),
      fc.array(fc.nat({ max: 6_000 }), { maxLength: 8 }),
      async (count, at, cuts) => {
        const logs = new Map(
          IDS.map((operationId) => [
            operationId,
            Array.from({ length: at + count }, (_, index) => event(index + 1, { operationId })),
          ]),
        );
        await using server = await serve(handlerOf(logs, [...cuts], at));
        const clock = {
          sleep: (ms: number) => (ms < 20_000 ? Promise.resolve() : new Promise<never>(() => {})),
        };
        const client = createClient({ baseUrl: server.baseUrl, clock });
        const seen = new Map<string, number[]>(IDS.map((id) => [id, []]));
        for await (const message of client.operations.watch({ projectId: PROJECT_ID })) {
          const [id, seq] = placeOf(message);
          seen.get(id)?.push(seq);
          if ([...seen.values()].every((seqs) => seqs.at(-1) === at + count)) break;
        }
        const whole = Array.from({ length: count + 1 }, (_, index) => at + index);
        expect([...seen.values()]).toEqual([whole, whole]);
      },
    ),
    { numRuns: 60 },
  );
});

test('connections that lived are opened again at once, however often they are cut while nothing happens', async () => {
  const waits: number[] = [];
  const clock = {
    sleep: (ms: number) => {
      if (ms >= 20_000) return new Promise<never>(() => {});
      waits.push(ms);
      return Promise.resolve();
    },
  };
  let connections = 0;
  await using server = await serve((_request, response) => {
    connections += 1;
    if (connections > 5) {
      response.write(frame(snapshotOf(OPERATION_ID, 1)));
      return;
    }
    // What begins every stream, then what comes when nothing happens; each arrives by itself.
    response.write('retry: 1000\n\n', () => {
      setTimeout(() => response.write(': beat\n\n', () => setTimeout(() => response.destroy(), 20)), 20);
    });
  });
  const client = createClient({ baseUrl: server.baseUrl, clock, random: () => 1 });
  for await (const message of client.operations.watch({ projectId: PROJECT_ID })) {
    expect(placeOf(message)).toEqual([OPERATION_ID, 1]);
    break;
  }
  expect(waits).toEqual([250, 250, 250, 250, 250]);
});
