import { idSchema, projectIdSchema } from '@orchard-studio/core';
import { expect, it } from 'vitest';
import { createManualClock, createRecords, createSequentialIds } from '../src/index.ts';

it('wakes sleepers in the order of their time, each at its own instant, chained sleeps included', async () => {
  const clock = createManualClock('2026-05-01T00:00:00.000Z');
  const woken: string[] = [];
  const sleep = async (name: string, ...times: readonly number[]): Promise<void> => {
    for (const ms of times) {
      await clock.sleep(ms);
      woken.push(`${name}@${clock.now().getTime() - Date.parse('2026-05-01T00:00:00.000Z')}`);
    }
  };
  const done = Promise.all([sleep('late', 300), sleep('chain', 100, 100, 500), sleep('early', 50)]);
  await clock.untilSleeping(3);
  await clock.advance(300);
  expect(woken).toEqual(['early@50', 'chain@100', 'chain@200', 'late@300']);
  expect(clock.sleepers).toBe(1);
  expect(clock.now().toISOString()).toBe('2026-05-01T00:00:00.300Z');
  await clock.advance(1_000);
  await done;
  expect(woken.at(-1)).toBe('chain@700');
});

it('ends a sleep with the reason of its signal', async () => {
  const clock = createManualClock();
  const controller = new AbortController();
  const slept = clock.sleep(1_000, controller.signal);
  controller.abort(new Error('enough'));
  await expect(slept).rejects.toThrow('enough');
  await expect(clock.sleep(1, AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
  expect(clock.sleepers).toBe(0);
});

it('counts ids up per kind, valid for the model', () => {
  const ids = createSequentialIds();
  expect(projectIdSchema.parse(ids.next('project'))).toBe('prj_0000000000000000000001');
  expect(idSchema.parse(ids.next('blueprintOperation'))).toBe('bop_0000000000000000000001');
  expect(ids.next('project')).toBe('prj_0000000000000000000002');
});

it('builds the same records from the same ids', () => {
  const build = () => {
    const records = createRecords({ ids: createSequentialIds() });
    const blueprint = records.blueprint();
    const turn = records.turn(blueprint);
    const changes = [{ op: 'set' as const, path: '/feature', value: 'Shop' }];
    return [
      records.project(),
      records.newOperation(),
      turn,
      records.turnResult({ blueprint, turn, changes }),
    ];
  };
  expect(build()).toEqual(build());
});
