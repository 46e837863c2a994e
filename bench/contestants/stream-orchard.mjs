import { createServer } from 'node:http';
import { join } from 'node:path';
import { tenantIdSchema } from '@orchard-studio/core';
import { createOrchard } from '@orchard-studio/server';
import { createHttpHandler } from '@orchard-studio/server/http';
import { toNodeListener } from '@orchard-studio/server/node';
import { createSqliteStorage } from '@orchard-studio/storage-kysely';
import { scratch } from '../lib/scratch.mjs';
import { messageOf, now } from '../lib/stream-event.mjs';
import { streamServer } from '../lib/stream-server.mjs';

const TENANT = tenantIdSchema.parse('bench');
const TREE = 'version: 1\nname: talk\nsteps:\n  talk: { uses: talk, timeout: 2h }\n';

/** The store, telling when events of a step were committed. */
function watched(store, onCommit) {
  return {
    ...store,
    appendStepEvents: async (request) => {
      const answers = await store.appendStepEvents(request);
      onCommit();
      return answers;
    },
  };
}

/** A step that says what it is told to; its log is committed, then streamed by the HTTP surface that users have. */
export async function open() {
  const storage = createSqliteStorage({ path: join(scratch, 'stream.sqlite'), durability: 'normal' });
  await storage.migrate();
  let [seq, sent] = [0, 0];
  const onCommit = () => {
    sent = now();
  };
  const running = Promise.withResolvers();
  const talk = {
    specVersion: 'v1',
    name: 'talk',
    execute: (_request, { emit, signal }) =>
      new Promise((_resolve, reject) => {
        running.resolve(emit);
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      }),
  };
  const orchard = createOrchard({
    storage: { ...storage, operations: watched(storage.operations, onCommit) },
    executors: { talk },
    trees: [TREE],
  });
  const { id: projectId } = await orchard.projects.create({ tenantId: TENANT, name: 'bench' });
  const { id } = await orchard.operations.start({ tenantId: TENANT, projectId, tree: 'talk' });
  const emit = await running.promise;
  const handler = createHttpHandler({
    orchard,
    authenticate: () => ({ tenantId: TENANT, userId: 'bench' }),
    authorize: () => true,
  });
  return streamServer({
    server: createServer(toNodeListener(handler)),
    path: async () => {
      const { lastSeq } = await storage.operations.peek({ operationId: id });
      return `/api/projects/${projectId}/operations/${id}/stream?after=${lastSeq}`;
    },
    sendAll: ({ count }) => {
      for (let at = 0; at < count; at += 1) {
        seq += 1;
        emit({ type: 'log', level: 'info', message: messageOf(seq) });
      }
    },
    sentAt: () => sent,
    close: async () => {
      await orchard.close();
      await storage.close();
    },
  });
}
