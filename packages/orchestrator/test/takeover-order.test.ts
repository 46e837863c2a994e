import { systemClock } from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { expect, it, onTestFinished } from 'vitest';
import { done, forever, makeRunner, plan, tenantId } from './harness.ts';

const many = Array.from({ length: 60 }, (_, at) => `  s${at}: { uses: x }`).join('\n');
const start = (yaml: string) => ({ tenantId, projectId: null, inputs: {}, plan: plan(yaml) });

it('a step that lost its worker goes before the new steps of other operations', async () => {
  const store = createMemoryStorage().operations;
  const leaseMs = 200;
  const dead = makeRunner(forever, { store, leaseMs: 1_000_000 });
  const lost = await dead.start(start('version: 1\nname: lost\nsteps: { lost: { uses: x } }'));
  onTestFinished(() => dead.close());
  const ran: string[] = [];
  const living = makeRunner(
    async ({ stepId }) => {
      ran.push(stepId);
      await systemClock.sleep(10);
      return done;
    },
    { store, slots: 1, leaseMs },
  );
  onTestFinished(() => living.close());
  const busy = await living.start(start(`version: 1\nname: busy\nsteps:\n${many}`));
  // The worker of the lost step falls silent: its lease is over now.
  await expect.poll(() => ran.length).toBeGreaterThan(3);
  await store.beat({ leaseMs: 1, reports: [{ fence: { operationId: lost.id, step: 'lost', epoch: 1 } }] });
  const before = ran.length;
  await living.recover();
  await living.wait({ operationId: busy.id });
  await living.wait({ operationId: lost.id });
  expect(ran).toContain('lost');
  expect(ran.indexOf('lost') - before).toBeLessThan(5);
});
