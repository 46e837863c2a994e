import type { Kill } from './crowd.ts';
import { began, type Entry } from './record.ts';
import type { Stored } from './rich-end.ts';

/** How long after a worker was killed the steps it ran were taken over, in milliseconds. */
export function takeoverTimes(
  stored: readonly Stored[],
  entries: readonly Entry[],
  kills: readonly Kill[],
): readonly number[] {
  const killedAt = new Map(kills.map(({ worker, at }) => [worker, at]));
  const workerOf = new Map(
    began(entries).map(({ operation, step, epoch, worker }) => [`${operation}/${step}/${epoch}`, worker]),
  );
  return stored.flatMap(({ run, events }) =>
    events.flatMap(({ data, step, epoch = 0, timestamp }) => {
      if (data?.takeover !== true) return [];
      const worker = workerOf.get(`${run.operation.id}/${step}/${epoch - 1}`) ?? '';
      const at = killedAt.get(worker);
      const took = Date.parse(timestamp) - (at ?? Number.POSITIVE_INFINITY);
      // One that stood still before it was killed had lost its steps by then.
      return took > 0 ? [took] : [];
    }),
  );
}

/** Smallest, median and largest, for people. */
export function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const [least, middle, most] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)];
  return sorted.length === 0 ? 'none' : `${sorted.length} (${least}–${middle}–${most} ms)`;
}
