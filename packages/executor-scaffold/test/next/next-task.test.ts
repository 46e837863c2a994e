import { expect, test } from 'vitest';
import { folderWorkspace } from '../folder-workspace.ts';
import { inputsOf, runTask } from '../run-task.ts';
import { BUILDS } from './built.ts';
import { libraryPlan } from './plan.ts';

test('the task "test" builds an app for Next, runs its own tests and asks for its pages', {
  timeout: 400_000,
}, async () => {
  const { workspace } = await folderWorkspace();
  const blueprint = libraryPlan();
  const inputs = { ...inputsOf(blueprint), target: 'next' };
  for (const task of ['spec', 'design', 'implement']) {
    const { outcome } = await runTask(task, { workspace, blueprint, inputs });
    expect(outcome.status).toBe('succeeded');
  }
  const { outcome, events } = await runTask('test', { workspace, blueprint, inputs, builds: BUILDS });
  expect(outcome).toMatchObject({ status: 'succeeded', outputs: { addresses: 13 } });
  const logs = events.flatMap((event) => (event.type === 'log' ? [event.message] : []));
  expect(logs).toContain('build: Building the app.');
  expect(logs.some((line) => line.startsWith('test/pages.test.js: ok '))).toBe(true);
});
