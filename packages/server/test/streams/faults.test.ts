import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { OperationStore, Storage } from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { describe, expect, it } from 'vitest';
import { SseReader } from './sse-reader.ts';
import { streamScene } from './stream-scene.ts';

/** A store in memory, some of whose methods are others. */
function storageWith(change: (store: OperationStore) => Partial<OperationStore>): Storage {
  const storage = createMemoryStorage();
  const changed = change(storage.operations);
  const operations = new Proxy(storage.operations, {
    get: (store, name) => {
      const value: unknown = Reflect.get(changed, name) ?? Reflect.get(store, name);
      return typeof value === 'function' ? value.bind(store) : value;
    },
  });
  return { ...storage, operations };
}

/** Opens when it is told to. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

type Scene = Awaited<ReturnType<typeof streamScene>>;
const read = ({ port }: Scene, path: string): SseReader => new SseReader({ port, path: `/api${path}` });
const told = (reader: SseReader): readonly string[] =>
  reader.messages.map(({ data }) => {
    const { type, operation, operationId, seq } = JSON.parse(data);
    return type === 'snapshot' ? `${operation.id} snapshot ${operation.lastSeq}` : `${operationId} ${seq}`;
  });

describe('a client that is gone', () => {
  it('before its stream begins gets none', async () => {
    const asked = gate();
    const answer = gate();
    const scene = await streamScene(
      {},
      {
        authorize: async () => {
          asked.open();
          await answer.opened;
          return true;
        },
      },
    );
    const id = await scene.begin();
    const closed = once(scene.server, 'connection').then(([socket]) => once(socket, 'close'));
    const reader = read(scene, `/operations/${id}/stream`);
    await asked.opened;
    reader.cut();
    await closed;
    answer.open();
    // Whatever the answer would begin has begun when a whole other request is over.
    await fetch(`${scene.url}/projects`);
    expect(scene.orchard.streams.clients).toBe(0);
  });

  it('has one stream at most of the requests it sends one after the other', async () => {
    const scene = await streamScene();
    const id = await scene.begin();
    const socket = connect(scene.port, '127.0.0.1').on('error', () => undefined);
    const request = `GET /api/operations/${id}/stream HTTP/1.1\r\nhost: 127.0.0.1:${scene.port}\r\n\r\n`;
    socket.write(request.repeat(5));
    await once(socket, 'data');
    await fetch(`${scene.url}/projects`);
    expect(scene.orchard.streams.clients).toBe(1);
    socket.destroy();
    while (scene.orchard.streams.clients > 0) await turn();
  });

  it('is cut off when its stream ends while it takes nothing', async () => {
    const scene = await streamScene();
    const id = await scene.begin();
    const arrived = once(scene.server, 'connection');
    const reader = read(scene, `/operations/${id}/stream`);
    const [socket] = await arrived;
    await reader.until(() => reader.messages.length === 2);
    reader.socket.pause();
    while (!socket.writableNeedDrain) {
      await scene.log(id, ...Array.from({ length: 50 }, () => ({ message: 'x'.repeat(7_000) })));
      await turn();
    }
    await scene.orchard.close();
    expect(socket.destroyed).toBe(true);
  });
});

it('a stream that ends takes its connection along, which would keep a process that stops', async () => {
  const scene = await streamScene();
  const id = await scene.begin();
  const socket = connect(scene.port, '127.0.0.1');
  socket.write(`GET /api/operations/${id}/stream HTTP/1.1\r\nhost: 127.0.0.1:${scene.port}\r\n\r\n`);
  await once(socket, 'data');
  const closed = once(socket.resume(), 'close');
  await scene.orchard.close();
  const before = performance.now();
  await closed;
  expect(performance.now() - before).toBeLessThan(1_000);
});

it('a stream ends when nobody answers whether it may go on', async () => {
  let hangs = false;
  const never = new Promise<boolean>(() => {});
  const scene = await streamScene({ streams: { accessMs: 50 } }, { authorize: () => (hangs ? never : true) });
  const id = await scene.begin();
  const readers = [`/operations/${id}/stream`, `/projects/${scene.project.id}/stream`].map((path) =>
    read(scene, path),
  );
  for (const reader of readers) await reader.until(() => reader.messages.length > 0);
  hangs = true;
  await Promise.all(readers.map(({ closed }) => closed));
  expect(scene.orchard.streams.clients).toBe(0);
});

describe('a project stream', () => {
  it('goes on without a snapshot at a cursor that is newer than what is known of the operation', async () => {
    const scene = await streamScene({ streams: { pollMs: 60_000 } });
    const id = await scene.begin();
    const path = `/projects/${scene.project.id}/stream`;
    const first = read(scene, path);
    await first.until(() => told(first).length === 1);
    await scene.log(id, {}, {});
    await first.until(() => told(first).length === 3);
    const back = read(scene, `${path}?after=${id}:4`);
    await back.until(() => back.status === 200);
    await scene.log(id, {});
    await back.until(() => told(back).length > 0);
    expect(told(back)).toEqual([`${id} 5`]);
  });

  it('tells nobody that it is open before it knows which operations run', async () => {
    const may = gate();
    const scene = await streamScene(
      {},
      {},
      storageWith((store) => ({
        listPulses: async (request) => {
          await may.opened;
          return store.listPulses(request);
        },
      })),
    );
    const id = await scene.begin();
    const reader = read(scene, `/projects/${scene.project.id}/stream`);
    const over = read(scene, `/operations/${id}/stream`);
    await over.until(() => over.messages.length === 2);
    expect(reader.status).toBe(0);
    may.open();
    await reader.until(() => told(reader).length === 1);
    expect(told(reader)).toEqual([`${id} snapshot 2`]);
  });

  it('gives every operation its turn, however much one of them has to say', async () => {
    const scene = await streamScene();
    const [loud, quiet] = [await scene.begin(), await scene.begin()];
    const line = { message: 'x'.repeat(7_000) };
    for (let at = 0; at < 6; at += 1) await scene.log(loud, ...Array.from({ length: 100 }, () => line));
    await scene.log(quiet, ...Array.from({ length: 50 }, () => line));
    const reader = read(scene, `/projects/${scene.project.id}/stream?after=${loud}:2,${quiet}:2`);
    await reader.until(() => told(reader).includes(`${quiet} 52`));
    expect(told(reader).length).toBeLessThan(150);
    reader.cut();
  });
});

it('an operation that was resumed elsewhere goes on, although somebody still reads of its end', async () => {
  const scene = await streamScene({ streams: { pollMs: 60_000 } });
  const id = await scene.begin();
  const arrived = once(scene.server, 'connection');
  const stuck = read(scene, `/operations/${id}/stream`);
  const [socket] = await arrived;
  await stuck.until(() => stuck.messages.length === 2);
  stuck.socket.pause();
  while (!socket.writableNeedDrain) {
    await scene.log(id, ...Array.from({ length: 50 }, () => ({ message: 'x'.repeat(7_000) })));
    await turn();
  }
  const { records, storage, orchard } = scene;
  await scene.move(id, 'failed', records.event({ type: 'complete', status: 'failed' }));
  await fetch(`${scene.url}/projects`);
  // Another process resumes it, without a hint to this one.
  const { notify } = orchard.runner.hints;
  orchard.runner.hints.notify = () => {};
  await scene.move(id, 'running', records.event({ type: 'operation', status: 'in_progress' }));
  orchard.runner.hints.notify = notify;
  const { lastSeq = 0 } = (await storage.operations.peek({ operationId: id })) ?? {};
  const reader = read(scene, `/operations/${id}/stream?after=${lastSeq - 1}`);
  await reader.until(() => reader.messages.length > 0);
  expect(reader.messages[0]).toMatchObject({ id: `${lastSeq}` });
  expect(reader.messages.some(({ event }) => event === 'end')).toBe(false);
  stuck.cut();
});

it('a store that knows of events before it gives them is not asked without pause', async () => {
  let asked = 0;
  const storage = storageWith((store) => ({
    peek: async (request) => {
      asked += 1;
      // As a database does: other things have their turn.
      await sleep(0);
      const pulse = await store.peek(request);
      return pulse === undefined ? undefined : { ...pulse, lastSeq: pulse.lastSeq + 1 };
    },
  }));
  const scene = await streamScene({ streams: { pollMs: 100 } }, {}, storage);
  const id = await scene.begin();
  const reader = read(scene, `/operations/${id}/stream`);
  await reader.until(() => reader.messages.length === 2);
  await scene.move(id, 'failed', scene.records.event({ type: 'complete', status: 'failed' }));
  await reader.until(() => reader.messages.length === 3);
  const before = asked;
  await sleep(300);
  expect(asked - before).toBeLessThan(10);
  reader.cut();
});

it('an operation that has much to say lets others have their turn, also over a store that answers at once', async () => {
  let round = 0;
  const turns: number[] = [];
  const storage = storageWith((store) => ({
    listEvents: (request) => {
      turns.push(round);
      return store.listEvents(request);
    },
  }));
  const scene = await streamScene({ streams: { pollMs: 60_000 } }, {}, storage);
  const id = await scene.begin();
  const reader = read(scene, `/operations/${id}/stream`);
  await reader.until(() => reader.messages.length === 2);
  let ticking = true;
  const tick = (): void => {
    round += 1;
    if (ticking) setImmediate(tick);
  };
  tick();
  turns.length = 0;
  await scene.log(id, ...Array.from({ length: 2_000 }, () => ({})));
  await reader.until(() => reader.messages.length === 2_002);
  ticking = false;
  expect(turns.length).toBeGreaterThan(7);
  expect(new Set(turns).size).toBe(turns.length);
});
