import type { EventSourceMessage } from 'eventsource-parser';
import { expect, test } from 'vitest';
import { processScene } from './server-process.ts';
import { SseReader } from './sse-reader.ts';

const CUTS = process.env.ORCHARD_PROVE === undefined ? 50 : 1_000;
const SEED = Number(process.env.ORCHARD_SEED ?? 1);

/** Repeatable chance. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const isEvent = ({ event }: EventSourceMessage): boolean => event === undefined;

test(`a client that is cut off ${CUTS} times at any byte, and goes to the other server, has the log as it is in the table`, async () => {
  const scene = await processScene(2);
  const random = randomOf(SEED);
  const texts = ['plain', 'two\nlines', 'data: not a field\n\nid: 7', 'Ünïcödé 🍎 \u2028', 'x'.repeat(3_000)];
  const got: EventSourceMessage[] = [];
  const resume = (): Record<string, string> => {
    const last = got.at(-1)?.id;
    return last === undefined ? {} : { 'last-event-id': last };
  };
  const read = async (server: number, limit?: number): Promise<SseReader> => {
    const { port = 0 } = scene.processes[server] ?? {};
    const reader = new SseReader({ port, path: scene.path, headers: resume() }, limit);
    await reader.closed;
    got.push(...reader.messages.filter(isEvent));
    return reader;
  };
  let written = 0;
  for (let cut = 0; cut < CUTS; cut += 1) {
    // As many bytes as the next cut may take are always there, so that it is never waited for.
    await scene.write(Array.from({ length: 4 }, (_, at) => `${written + at} ${texts[random(texts.length)]}`));
    written += 4;
    await read(cut % 2, 1 + random(cut % 5 === 0 ? 60 : 400));
  }
  await scene.end();
  const last = await read(CUTS % 2);
  expect(last.messages.at(-1), `seed ${SEED}`).toMatchObject({ event: 'end' });
  expect(
    got.map(({ data }) => JSON.parse(data)),
    `seed ${SEED}`,
  ).toEqual(await scene.log());
});
