import { readdir, readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { composeTemplates, readTemplates } from '../src/index.ts';
import { circles, everyType, taskTracker } from './blueprints.ts';
import { folderWorkspace } from './folder-workspace.ts';
import { build, inputsOf, PROJECT, runTask } from './run-task.ts';
import { templateFolder } from './templates/temp-folder.ts';

const GENERATED = [
  '.gitignore',
  'README.md',
  '.orchard/generation.json',
  'docs/blueprint.json',
  'docs/design.md',
  'docs/spec.md',
  'lib/model.json',
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
      gaps: expect.arrayContaining([
        expect.objectContaining({ kind: 'endpoint', title: 'POST /tasks/{id}/remind' }),
      ]),
    },
  });
  if (tested.outcome.status !== 'succeeded' || implement.outcome.status !== 'succeeded') return;
  expect(tested.outcome.outputs.tests).toBeGreaterThan(20);
  expect(tested.outcome.outputs.commit).toBe(implement.outcome.outputs.commit);
  const composed = composeTemplates({ target: 'node', templates: await readTemplates() });
  expect([...(await files()).keys()].sort()).toEqual([...composed.keys(), ...GENERATED].sort());
  // A pattern that is not anchored would keep `lib/data` out of the repository.
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
  const path = `${checkout.directory}/lib/api/api.js`;
  const source = await readFile(path, 'utf8');
  await writeFile(path, source.replaceAll('501', '500'));
  await checkout.commit({ message: 'break it' });
  await checkout.close();
  const { outcome, events } = await runTask('test', { workspace, blueprint });
  expect(outcome).toMatchObject({ status: 'failed', error: { code: 'STEP_FAILED' }, retryable: false });
  expect(events).toContainEqual(
    expect.objectContaining({ level: 'error', message: expect.stringMatching(/^test\/.*: \s*not ok /) }),
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

test('templates of the host come last, and what does not fit is refused for good', async () => {
  const { workspace, files } = await folderWorkspace();
  const blueprint = taskTracker();
  const own = await templateFolder({
    'README.md': '# Ours',
    'package.json': '{"name":"theirs","scripts":{"start":"node ours.js"},"dependencies":{"left-pad":"1"}}',
  });
  const { outcome } = await runTask('implement', { workspace, blueprint, templates: [own] });
  expect(outcome).toMatchObject({ status: 'succeeded' });
  const built = await files();
  expect(built.get('README.md')).toBe('# Ours');
  expect(JSON.parse(built.get('package.json') ?? '')).toMatchObject({
    name: 'cool-project',
    scripts: { start: 'node ours.js', migrate: 'node server.js migrate' },
    dependencies: { 'left-pad': '1' },
    optionalDependencies: { pg: expect.any(String) },
  });
  const bad = await templateFolder({ 'lib/model.json': '{}' }, { name: 'bad' });
  expect((await runTask('implement', { workspace, blueprint, templates: [bad] })).outcome).toMatchObject({
    status: 'failed',
    error: { code: 'CONFIG_INVALID', message: expect.stringContaining('lib/model.json') },
    retryable: false,
  });
});

test('the target chooses the templates, and an unknown one is refused', async () => {
  const { workspace, files } = await folderWorkspace();
  const blueprint = taskTracker();
  const inputs = { ...inputsOf(blueprint), target: 'next' };
  expect((await runTask('implement', { workspace, blueprint, inputs })).outcome.status).toBe('succeeded');
  expect((await files()).has('ui/html.js')).toBe(false);
  expect((await files()).has('lib/records.js')).toBe(true);
  const wrong = { ...inputs, target: 'cobol' };
  expect((await runTask('implement', { workspace, blueprint, inputs: wrong })).outcome).toMatchObject({
    status: 'failed',
    error: { code: 'INVALID_INPUT' },
  });
});
