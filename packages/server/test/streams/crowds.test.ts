import { expect, test } from 'vitest';
import { processScene } from './server-process.ts';
import { SseReader } from './sse-reader.ts';

const proving = process.env.ORCHARD_PROVE !== undefined;
const EVENTS = proving ? 100_000 : 4_000;
/** So long that a system's own buffers do not take the whole log. */
const LINE = '.'.repeat(proving ? 200 : 2_000);
const SLOW = 50;
const CLIENTS = proving ? 1_000 : 200;
const MB = 1024 * 1024;

const isWhole = ({ messages }: SseReader): boolean =>
  messages.every(({ id, event }, at) => event === 'end' || Number(id) === at + 1);

/** Takes a kilobyte each second. */
function slowly(reader: SseReader): () => void {
  reader.socket.pause();
  const timer = setInterval(() => reader.socket.read(256), 250);
  return () => clearInterval(timer);
}

test(`${SLOW} clients that read a kilobyte each second cost little memory and hold nobody up, while ${EVENTS} events are written`, {
  timeout: 120_000,
}, async () => {
  const scene = await processScene(1);
  const [server] = scene.processes;
  if (server === undefined) throw new Error('No server.');
  const open = () => new SseReader({ port: server.port, path: scene.path });
  const fast = Array.from({ length: 2 }, open);
  const write = async (): Promise<void> => {
    for (let written = 0; written < EVENTS; written += 500)
      await scene.write(Array.from({ length: 500 }, (_, at) => `line ${written + at} ${LINE}`));
  };
  // What any load costs is there already before the slow ones come.
  await write();
  for (const reader of fast) await reader.until(() => reader.messages.length >= EVENTS);
  const before = await server.load();
  const slow = Array.from({ length: SLOW }, open);
  const stop = slow.map(slowly);
  while ((await server.load()).clients < SLOW + fast.length);
  await write();
  await scene.end();
  for (const reader of fast) await reader.closed;
  const after = await server.load();
  for (const end of stop) end();
  for (const reader of slow) reader.cut();
  const figures = { held: (after.held - before.held) / MB, rss: after.rss / MB, rssBefore: before.rss / MB };
  console.log(`${EVENTS} events, ${SLOW} slow clients, in MB:`, figures);
  expect(fast.every(isWhole)).toBe(true);
  expect(fast.map(({ messages }) => messages.length)).toEqual(fast.map(() => 2 * EVENTS + 3));
  expect(after.clients).toBe(SLOW);
  // Held is at most what fits a socket's buffer, for each; what they have not read would be gigabytes.
  expect(figures.held).toBeLessThan((SLOW * 256) / 1024);
  expect(figures.rss).toBeLessThan(600);
});

test(`${CLIENTS} clients of one operation get every event`, async () => {
  const scene = await processScene(1);
  const [server] = scene.processes;
  if (server === undefined) throw new Error('No server.');
  const readers = Array.from(
    { length: CLIENTS },
    () => new SseReader({ port: server.port, path: scene.path }),
  );
  for (const reader of readers) await reader.until(() => reader.messages.length > 0);
  expect((await server.load()).clients).toBe(CLIENTS);
  for (let round = 0; round < 20; round += 1)
    await scene.write(Array.from({ length: 10 }, (_, at) => `${round}.${at}`));
  await scene.end();
  for (const reader of readers) await reader.closed;
  expect(readers.every(isWhole)).toBe(true);
  expect(new Set(readers.map(({ messages }) => messages.length))).toEqual(new Set([203]));
});
