import { expect, test } from 'vitest';
import { folderWorkspace } from '../folder-workspace.ts';
import { runTask } from '../run-task.ts';
import { ABOUT, BUILDS } from './built.ts';
import { libraryPlan } from './plan.ts';

test('the task "test" builds an app for Next, runs its own tests and asks for its pages', {
  timeout: 400_000,
}, async () => {
  const { workspace } = await folderWorkspace();
  const blueprint = libraryPlan();
  const inputs = { ...ABOUT, blueprint };
  for (const task of ['spec', 'design', 'implement']) {
    const { outcome } = await runTask(task, { workspace, blueprint, inputs });
    expect(outcome.status).toBe('succeeded');
  }
  const { outcome, events } = await runTask('test', { workspace, blueprint, inputs, builds: BUILDS });
  expect(outcome).toMatchObject({ status: 'succeeded', outputs: { addresses: 16 } });
  const logs = events.flatMap((event) => (event.type === 'log' ? [event.message] : []));
  expect(logs.some((line) => line.startsWith('test/pages.test.js: ok '))).toBe(true);
});
