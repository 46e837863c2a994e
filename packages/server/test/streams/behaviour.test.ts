import { setImmediate } from 'node:timers/promises';
import type { OperationEvent } from '@orchard-studio/core';
import { describe, expect, it } from 'vitest';
import { SseReader } from './sse-reader.ts';
import { streamScene } from './stream-scene.ts';

const seqs = (reader: SseReader): readonly number[] =>
  reader.messages
    .filter(({ event, id }) => event === undefined && id !== undefined)
    .map(({ id }) => Number(id));

type Scene = Awaited<ReturnType<typeof streamScene>>;
const open = ({ port }: Scene, path: string, headers: Record<string, string> = {}): SseReader =>
  new SseReader({ port, path: `/api${path}`, headers });

describe('the stream of an operation', () => {
  it('brings what was and what comes, then says that it ended; a reconnect past the end gets 204', async () => {
    const scene = await streamScene();
    const id = await scene.begin();
    const reader = open(scene, `/operations/${id}/stream`);
    await reader.until(() => seqs(reader).length === 2);
    for (let line = 0; line < 3; line += 1) await scene.log(id, { message: `${line}` });
    await reader.until(() => seqs(reader).length === 5);
    await scene.move(id, 'succeeded', scene.records.event({ type: 'complete', status: 'complete' }));
    await reader.closed;
    expect(seqs(reader)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(reader.messages.at(-1)).toMatchObject({ event: 'end', data: '{"lastSeq":6}' });
    const late = open(scene, `/operations/${id}/stream`, { 'last-event-id': '6' });
    await late.closed;
    expect(late.status).toBe(204);
  });

  it('goes on at a cursor, and starts over when the cursor is of another log', async () => {
    const scene = await streamScene();
    const id = await scene.begin();
    const resumed = open(scene, `/projects/${scene.project.id}/operations/${id}/stream?after=1`);
    const foreign = open(scene, `/operations/${id}/stream`, { 'last-event-id': '99' });
    await resumed.until(() => seqs(resumed).length === 1);
    await foreign.until(() => seqs(foreign).length === 2);
    expect(seqs(resumed)).toEqual([2]);
    expect(foreign.messages[0]).toMatchObject({ event: 'reset' });
    expect(seqs(foreign)).toEqual([1, 2]);
  });

  it('begins with a snapshot when asked to, and goes on behind it', async () => {
    const scene = await streamScene();
    const id = await scene.begin();
    await scene.log(id, { message: 'before' });
    const reader = open(scene, `/operations/${id}/stream?from=snapshot`);
    await reader.until(() => reader.messages.length === 1);
    await scene.log(id, { message: 'after' });
    await reader.until(() => reader.messages.length === 2);
    const [first, second] = reader.messages.map(({ id: seq, data }) => ({ seq, ...JSON.parse(data) }));
    expect(first).toMatchObject({
      seq: '3',
      type: 'snapshot',
      operation: { id, lastSeq: 3, status: 'running' },
    });
    expect(second).toMatchObject({ seq: 4, message: 'after' });
  });

  it('goes on after a resume for those who stayed away, and did not ask again', async () => {
    const scene = await streamScene();
    const id = await scene.begin();
    await scene.move(id, 'failed', scene.records.event({ type: 'complete', status: 'failed' }));
    await scene.move(id, 'running', scene.records.event({ type: 'operation', status: 'in_progress' }));
    const reader = open(scene, `/operations/${id}/stream?after=3`);
    await reader.until(() => seqs(reader).length === 1);
    expect(seqs(reader)).toEqual([4]);
  });

  it('sends a comment when nothing happens, and ends with its server', async () => {
    const scene = await streamScene({ streams: { heartbeatMs: 20 } });
    const id = await scene.begin();
    const reader = open(scene, `/operations/${id}/stream`);
    await reader.until(() => reader.comments >= 2);
    await scene.orchard.close();
    await reader.closed;
    expect(scene.orchard.streams.clients).toBe(0);
  });

  it('ends soon after access is revoked, or the session is over, and leaves others alone', async () => {
    const lost = new Set<string>();
    const scene = await streamScene(
      { streams: { accessMs: 50 } },
      {
        authenticate: (request) => {
          const user = request.headers.get('x-user') ?? 'ann';
          return lost.has(user) ? undefined : { tenantId: scene.records.tenantId, userId: user };
        },
        authorize: (principal) => {
          if (lost.has(`throw ${principal.userId}`)) throw new Error('The directory is away.');
          return !lost.has(`deny ${principal.userId}`);
        },
      },
    );
    const id = await scene.begin();
    const readers = ['ann', 'bob', 'cy', 'di'].map((user) =>
      open(scene, `/operations/${id}/stream`, { 'x-user': user }),
    );
    for (const reader of readers) await reader.until(() => seqs(reader).length === 2);
    for (const loss of ['bob', 'deny cy', 'throw di']) lost.add(loss);
    await Promise.all(readers.slice(1).map((reader) => reader.closed));
    await scene.log(id, { message: 'only for ann' });
    await readers[0]?.until(() => readers[0] !== undefined && seqs(readers[0]).length === 3);
    expect(readers.slice(1).map(seqs)).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
  });

  it('cuts off a client that takes nothing, which finds everything when it comes back', async () => {
    const scene = await streamScene({ streams: { stallMs: 200 } });
    const id = await scene.begin();
    const stuck = open(scene, `/operations/${id}/stream`);
    await stuck.until(() => seqs(stuck).length === 2);
    stuck.socket.pause();
    const large = { message: 'x'.repeat(7_000) };
    let sent = 2;
    while (scene.orchard.streams.clients > 0) {
      await scene.log(id, ...Array.from({ length: 50 }, () => large));
      sent += 50;
      // The store in memory answers at once: without this no socket and no timer would have its turn.
      await setImmediate();
    }
    stuck.socket.resume();
    await stuck.closed;
    const after = seqs(stuck).at(-1) ?? 0;
    expect(after).toBeLessThan(sent);
    const back = open(scene, `/operations/${id}/stream`, { 'last-event-id': String(after) });
    await back.until(() => seqs(back).at(-1) === sent);
    expect([...seqs(stuck), ...seqs(back)]).toEqual(Array.from({ length: sent }, (_, at) => at + 1));
  });

  it('is the same through any fetch server, where it stops when the reader goes away', async () => {
    const scene = await streamScene();
    const id = await scene.begin();
    const response = await scene.handle(new Request(`${scene.url}/operations/${id}/stream`));
    const body = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('id: 2\n')) text += (await body?.read())?.value;
    expect(scene.orchard.streams.clients).toBe(1);
    await scene.log(id, { message: 'more' });
    while (!text.includes('id: 3\n')) text += (await body?.read())?.value;
    await body?.cancel();
    expect(scene.orchard.streams.clients).toBe(0);
  });
});

const told = (reader: SseReader): readonly string[] =>
  reader.messages.map(({ data }) => {
    const { type, operation, operationId, seq } = JSON.parse(data);
    return type === 'snapshot' ? `${operation.id} snapshot ${operation.lastSeq}` : `${operationId} ${seq}`;
  });

describe('the stream of a project', () => {
  it('brings every operation on one connection: a snapshot first, then its events, also after a resume', async () => {
    const scene = await streamScene();
    const over = await scene.begin();
    await scene.move(over, 'failed', scene.records.event({ type: 'complete', status: 'failed' }));
    const open1 = await scene.begin();
    await scene.begin({ projectId: scene.records.project().id });
    const reader = open(scene, `/projects/${scene.project.id}/stream`);
    await reader.until(() => told(reader).length === 1);
    const born = await scene.begin();
    await reader.until(() => told(reader).some((line) => line.startsWith(born)));
    await scene.log(born, {}, {});
    await scene.log(open1, {});
    await reader.until(() => told(reader).includes(`${born} 4`) && told(reader).includes(`${open1} 3`));
    await scene.move(open1, 'succeeded', scene.records.event({ type: 'complete', status: 'complete' }));
    await scene.move(over, 'running', scene.records.event({ type: 'operation', status: 'in_progress' }));
    await reader.until(
      () => told(reader).includes(`${open1} 4`) && told(reader).includes(`${over} snapshot 4`),
    );
    const of = (id: string) => told(reader).filter((line) => line.startsWith(id));
    expect(of(open1)).toEqual([`${open1} snapshot 2`, `${open1} 3`, `${open1} 4`]);
    expect(of(over)).toEqual([`${over} snapshot 4`]);
    expect(of(born)[0]).toMatch(/snapshot [12]$/);
    expect(told(reader)).toHaveLength(of(open1).length + of(over).length + of(born).length);
  });

  it('goes on from the cursors the client has, and knows no operation of another project by its cursor', async () => {
    const scene = await streamScene();
    const known = await scene.begin();
    const ended = await scene.begin();
    await scene.log(known, {}, {});
    await scene.move(ended, 'failed', scene.records.event({ type: 'complete', status: 'failed' }));
    const foreign = await scene.begin({ projectId: scene.records.project().id });
    const wrong = await scene.begin();
    const after = `${known}:3,${ended}:2,${foreign}:1,${wrong}:77`;
    const reader = open(scene, `/projects/${scene.project.id}/stream?after=${after}`);
    await reader.until(() => told(reader).length === 3);
    await scene.log(foreign, {});
    await scene.log(known, {});
    await reader.until(() => told(reader).length === 4);
    expect(told(reader).toSorted()).toEqual(
      [`${known} 4`, `${known} 5`, `${ended} 3`, `${wrong} snapshot 2`].toSorted(),
    );
  });

  it('refuses cursors that are none, and projects of others', async () => {
    const scene = await streamScene();
    const answer = async (path: string) => (await scene.handle(new Request(`${scene.url}${path}`))).status;
    expect(await answer(`/projects/${scene.project.id}/stream?after=nonsense`)).toBe(400);
    expect(await answer(`/projects/${scene.records.project().id}/stream`)).toBe(404);
  });
});

it('an event is encoded once, however many clients get it', async () => {
  const scene = await streamScene();
  const id = await scene.begin();
  const readers = Array.from({ length: 20 }, () => open(scene, `/operations/${id}/stream`));
  for (const reader of readers) await reader.until(() => seqs(reader).length === 2);
  const { stringify } = JSON;
  let encoded = 0;
  JSON.stringify = ((value: OperationEvent, ...rest: []) => {
    if (value?.message === 'counted') encoded += 1;
    return stringify(value, ...rest);
  }) as typeof JSON.stringify;
  try {
    await scene.log(id, { message: 'counted' });
    for (const reader of readers) await reader.until(() => seqs(reader).length === 3);
  } finally {
    JSON.stringify = stringify;
  }
  expect(encoded).toBe(1);
});
