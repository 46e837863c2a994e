import { readdir, readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { RUNTIME_FILES } from '../src/template-files.ts';
import { circles, everyType, taskTracker } from './blueprints.ts';
import { folderWorkspace } from './folder-workspace.ts';
import { build, PROJECT, runTask } from './run-task.ts';

const GENERATED = [
  '.gitignore',
  'README.md',
  'app/model.json',
  'docs/blueprint.json',
  'docs/design.md',
  'docs/spec.md',
  'package.json',
];

test('the four tasks build and check an app, and say what they did', async () => {
  const { workspace, files } = await folderWorkspace();
  const blueprint = taskTracker();
  const spec = await runTask('spec', { workspace, blueprint });
  expect(spec.outcome).toMatchObject({
    status: 'succeeded',
    outputs: { changed: true, files: ['docs/blueprint.json', 'docs/spec.md'] },
  });
  await runTask('design', { workspace, blueprint });
  const implement = await runTask('implement', { workspace, blueprint });
  const tested = await runTask('test', { workspace, blueprint });
  expect(tested.outcome).toMatchObject({
    status: 'succeeded',
    outputs: {
      addresses: 11,
      gaps: [{ kind: 'endpoint', title: 'POST /tasks/{id}/remind' }],
    },
  });
  if (tested.outcome.status !== 'succeeded' || implement.outcome.status !== 'succeeded') return;
  expect(tested.outcome.outputs.tests).toBeGreaterThan(20);
  expect(tested.outcome.outputs.commit).toBe(implement.outcome.outputs.commit);
  expect([...(await files()).keys()].sort()).toEqual([...RUNTIME_FILES, ...GENERATED].sort());
  // A pattern that is not anchored would keep `app/data` out of the repository.
  expect((await files()).get('.gitignore')?.trim().split('\n')).toEqual(['/data/', '/node_modules/']);
  const progress = implement.events.flatMap((event) => (event.type === 'progress' ? [event.progress] : []));
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(implement.events).toContainEqual(
    expect.objectContaining({ type: 'log', message: expect.stringMatching(/^Wrote server\.js/) }),
  );
});

test('a task that is repeated changes nothing', async () => {
  const { workspace, files } = await folderWorkspace();
  const blueprint = everyType();
  await build(workspace, blueprint);
  const before = await files();
  for (const task of ['spec', 'design', 'implement']) {
    const { outcome } = await runTask(task, { workspace, blueprint });
    expect(outcome).toMatchObject({ status: 'succeeded', outputs: { changed: false } });
  }
  expect(await files()).toEqual(before);
});

test.each([
  ['every type of field', everyType],
  ['references in circles', circles],
])('the own tests of an app with %s pass', async (_, make) => {
  const { workspace } = await folderWorkspace();
  const blueprint = make();
  await build(workspace, blueprint);
  const { outcome, events } = await runTask('test', { workspace, blueprint });
  const complaints = events.filter((event) => event.type === 'log' && event.level === 'error');
  expect(complaints).toEqual([]);
  expect(outcome).toMatchObject({ status: 'succeeded' });
});

test('the own tests fail when the app is broken', async () => {
  const { workspace } = await folderWorkspace();
  const blueprint = taskTracker();
  await build(workspace, blueprint);
  const checkout = await workspace.checkout({ projectId: PROJECT, branch: 'main' });
  const path = `${checkout.directory}/app/data/validation.js`;
  const source = await readFile(path, 'utf8');
  await writeFile(path, source.replace("field.required ? { problem: 'is required' } : ", ''));
  await checkout.commit({ message: 'break it' });
  await checkout.close();
  const { outcome, events } = await runTask('test', { workspace, blueprint });
  expect(outcome).toMatchObject({ status: 'failed', error: { code: 'STEP_FAILED' }, retryable: false });
  expect(events).toContainEqual(
    expect.objectContaining({ level: 'error', message: expect.stringMatching(/not ok .*required/) }),
  );
});

test('without an app there is nothing to test, and inputs that do not fit are refused for good', async () => {
  const { workspace } = await folderWorkspace();
  const blueprint = taskTracker();
  expect((await runTask('test', { workspace, blueprint })).outcome).toMatchObject({
    status: 'failed',
    retryable: false,
  });
  expect((await runTask('paint', { workspace, blueprint })).outcome).toMatchObject({
    status: 'failed',
    error: { code: 'INVALID_INPUT' },
    retryable: false,
  });
  const bad = await runTask('spec', {
    workspace,
    blueprint,
    inputs: { blueprint: {}, projectSlug: '../..' },
  });
  expect(bad.outcome).toMatchObject({ status: 'failed', error: { code: 'INVALID_INPUT' } });
});

test('an abort ends the app under test at once', async () => {
  const { workspace, root } = await folderWorkspace();
  const blueprint = taskTracker();
  await build(workspace, blueprint);
  const controller = new AbortController();
  const running = runTask('test', {
    workspace,
    blueprint,
    signal: controller.signal,
    onEvent: (event) => {
      if (event.type === 'log' && /ok 1 /.test(event.message)) controller.abort(new Error('stop it'));
    },
  });
  await expect(running).rejects.toThrow('stop it');
  expect((await readdir(root)).filter((name) => name.startsWith('tree-'))).toEqual([]);
});
