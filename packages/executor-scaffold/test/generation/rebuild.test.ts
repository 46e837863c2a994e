import fc from 'fast-check';
import { expect, test } from 'vitest';
import { modelSchema } from '../../src/generation/model-schema.ts';
import { deriveModel } from '../../src/index.ts';
import { GENERATED_BRANCH } from '../../src/tasks/commit-generation.ts';
import { circles, everyType, taskTracker } from '../blueprints.ts';
import { folderWorkspace } from '../folder-workspace.ts';
import { rebuild, shown } from './rebuild.ts';

const RUNS = { numRuns: process.env.ORCHARD_PROVE === undefined ? 5 : 300 };

const content = fc
  .array(fc.constantFrom('a', 'b', 'c', '', '}'), { maxLength: 6 })
  .map((lines) => `${lines.join('\n')}\n`);
const generation = fc.dictionary(
  fc.constantFrom('a.js', 'lib/b.js', 'lib/deep/c.js', 'x.json', 'lib/data'),
  content,
);
const conflictPaths = ({ conflicts }: { readonly conflicts: unknown }): unknown[] =>
  Array.isArray(conflicts) ? conflicts.map(({ path }) => path) : [];

test('without edits the app is what was generated last, whatever came before', async () => {
  const step = fc.tuple(fc.constantFrom('design', 'implement'), generation);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      const { workspace, files, commits } = await folderWorkspace();
      const expected = new Map<string, Record<string, string>>();
      for (const [task, content] of steps) {
        // Two tasks never generate the same path differently.
        const own = Object.fromEntries(
          Object.entries(content).map(([path, text]) => [`${task}/${path}`, text]),
        );
        expected.set(task, own);
        const { conflicts } = await rebuild(workspace, own, task);
        expect(conflicts).toEqual([]);
        const all = Object.assign({}, ...expected.values());
        expect(shown(await files())).toEqual(all);
        expect(shown(await files(GENERATED_BRANCH))).toEqual(all);
        const made = commits();
        expect((await rebuild(workspace, own, task)).changed).toBe(false);
        expect(commits()).toBe(made);
      }
    }),
    RUNS,
  );
});

test('edits are kept, nothing breaks, and the same generation again changes nothing', async () => {
  const edit = fc.record({ path: fc.constantFrom('a.js', 'lib/b.js', 'x.json', 'own.js'), text: content });
  const step = fc.record({ generated: generation, edits: fc.array(edit, { maxLength: 3 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 3 }), async (steps) => {
      const { workspace, files, edit: person } = await folderWorkspace();
      for (const { generated, edits } of steps) {
        await rebuild(workspace, generated);
        const before = await files();
        expect(await rebuild(workspace, generated)).toMatchObject({ changed: false });
        expect(await files()).toEqual(before);
        const changes = Object.fromEntries(edits.map(({ path, text }) => [path, `${text}mine\n`]));
        await person(changes);
        const edited = await files();
        // The generator has nothing new to say, so every edit stands.
        expect((await rebuild(workspace, generated)).changed).toBe(false);
        expect(await files()).toEqual(edited);
      }
    }),
    RUNS,
  );
});

test('edits in other lines, new files of people, and new files of the builder come together', async () => {
  const { workspace, files, edit, commits } = await folderWorkspace();
  const lines = (...changes: readonly string[]): string => ['1', '2', '3', '4', '5', ...changes].join('\n');
  await rebuild(workspace, { 'a.js': lines(), 'b.js': 'b' });
  await edit({ 'a.js': lines().replace('1', 'one'), 'mine.js': 'mine' });
  const before = commits();
  const { conflicts } = await rebuild(workspace, { 'a.js': lines('6'), 'b.js': 'b', 'c.js': 'c' });
  expect(conflicts).toEqual([]);
  expect(commits()).toBe(before + 1);
  expect(shown(await files())).toEqual({
    'a.js': lines('6').replace('1', 'one'),
    'b.js': 'b',
    'c.js': 'c',
    'mine.js': 'mine',
  });
  expect(shown(await files(GENERATED_BRANCH))).toEqual({ 'a.js': lines('6'), 'b.js': 'b', 'c.js': 'c' });
});

test('a conflict keeps the edit, is told in every build until its copy is removed, and then is settled', async () => {
  const { workspace, files, edit } = await folderWorkspace();
  await rebuild(workspace, { 'a.js': 'x\n1\ny\n' });
  await edit({ 'a.js': 'x\nmine\ny\n' });
  const first = await rebuild(workspace, { 'a.js': 'x\n2\ny\n' });
  const conflict = { path: 'a.js', reason: expect.stringContaining('by hand'), lines: [{ from: 2, to: 2 }] };
  expect(first).toMatchObject({ changed: true, conflicts: [conflict] });
  expect(first.warnings).toEqual([expect.stringMatching(/a\.js \(lines 2–2\).*\.orchard\/conflicts\/a\.js/)]);
  expect((await files()).get('a.js')).toBe('x\nmine\ny\n');
  expect((await files()).get('.orchard/conflicts/a.js')).toBe('x\n2\ny\n');
  expect(await rebuild(workspace, { 'a.js': 'x\n2\ny\n' })).toMatchObject({
    changed: false,
    conflicts: [conflict],
  });

  // Still open while the builder changes something else in it; the copy follows.
  const third = await rebuild(workspace, { 'a.js': 'x\n2\ny\nz\n' });
  expect(third.conflicts).toMatchObject([conflict]);
  expect((await files()).get('.orchard/conflicts/a.js')).toBe('x\n2\ny\nz\n');
  expect((await files()).get('a.js')).toBe('x\nmine\ny\nz\n');

  await edit({ '.orchard/conflicts/a.js': null });
  expect(await rebuild(workspace, { 'a.js': 'x\n2\ny\nz\n' })).toMatchObject({ conflicts: [], warnings: [] });
  expect((await files()).get('a.js')).toBe('x\nmine\ny\nz\n');
});

test('a conflict is settled by taking what was generated', async () => {
  const { workspace, files, edit } = await folderWorkspace();
  await rebuild(workspace, { 'a.js': '1' });
  await edit({ 'a.js': 'mine' });
  await rebuild(workspace, { 'a.js': '2' });
  await edit({ 'a.js': '2' });
  expect((await rebuild(workspace, { 'a.js': '2' })).conflicts).toEqual([]);
  expect([...(await files()).keys()]).toEqual(['.orchard/generation.json', 'a.js']);
});

test('a file that was removed stays removed, and is told of when the builder changed it', async () => {
  const { workspace, files, edit } = await folderWorkspace();
  await rebuild(workspace, { 'a.js': '1', 'b.js': '1' });
  await edit({ 'a.js': null, 'b.js': null });
  const { conflicts } = await rebuild(workspace, { 'a.js': '1', 'b.js': '2' });
  expect(conflicts).toMatchObject([{ path: 'b.js' }]);
  expect(shown(await files())).toEqual({});
  expect((await files()).get('.orchard/conflicts/b.js')).toBe('2');
});

test('a file that is generated no longer goes, unless it was edited', async () => {
  const { workspace, files, edit } = await folderWorkspace();
  await rebuild(workspace, { 'old/a.js': '1', 'old/b.js': '1', 'c.js': '1' });
  await edit({ 'old/b.js': 'mine' });
  const result = await rebuild(workspace, { 'c.js': '1' });
  expect(result.conflicts).toMatchObject([{ path: 'old/b.js', lines: [] }]);
  expect(shown(await files())).toEqual({ 'old/b.js': 'mine', 'c.js': '1' });
  // Settled: it is the person's file from now on.
  await edit({ '.orchard/conflicts/old/b.js': null });
  expect(conflictPaths(await rebuild(workspace, { 'c.js': '1' }))).toEqual([]);
});

test('a file may become a folder, and a folder a file', async () => {
  const { workspace, files } = await folderWorkspace();
  await rebuild(workspace, { a: '1', 'b/c': '1' });
  await rebuild(workspace, { 'a/b': '2', b: '2' });
  expect(shown(await files())).toEqual({ 'a/b': '2', b: '2' });
});

test('a file that two tasks write goes when neither writes it', async () => {
  const { workspace, files } = await folderWorkspace();
  await rebuild(workspace, { both: '1' }, 'design');
  await rebuild(workspace, { both: '1', c: '1' }, 'implement');
  await rebuild(workspace, {}, 'design');
  expect(shown(await files())).toEqual({ both: '1', c: '1' });
  await rebuild(workspace, { c: '1' }, 'implement');
  expect(shown(await files())).toEqual({ c: '1' });
});

test('an app from before: the new files are written, and the old ones kept beside', async () => {
  const { workspace, files, edit } = await folderWorkspace();
  await edit({ 'server.js': 'old', 'README.md': 'same', 'app/model.json': '{}' });
  const { conflicts } = await rebuild(workspace, { 'server.js': 'new', 'README.md': 'same' });
  expect(conflicts).toMatchObject([{ path: 'server.js' }]);
  expect(shown(await files())).toEqual({ 'server.js': 'new', 'README.md': 'same', 'app/model.json': '{}' });
  expect((await files()).get('.orchard/conflicts/server.js')).toBe('old');
  expect(shown(await files(GENERATED_BRANCH))).toEqual({ 'server.js': 'new', 'README.md': 'same' });
  // The old version waits there until somebody removes it, whatever is built meanwhile.
  await edit({ 'server.js': 'edited' });
  await rebuild(workspace, { 'server.js': 'newer', 'README.md': 'same' });
  expect((await files()).get('.orchard/conflicts/server.js')).toBe('old');
  expect((await files()).get('server.js')).toBe('edited');
});

test('when the branch is lost, what was not edited is still known', async () => {
  const { workspace, files, edit, drop } = await folderWorkspace();
  await rebuild(workspace, { 'a.js': '1', 'b.js': '1' });
  await edit({ 'b.js': 'mine' });
  drop(GENERATED_BRANCH);
  expect((await rebuild(workspace, { 'a.js': '1', 'b.js': '1' })).changed).toBe(false);
  drop(GENERATED_BRANCH);
  const { conflicts } = await rebuild(workspace, { 'a.js': '2', 'b.js': '2' });
  expect(conflicts).toMatchObject([{ path: 'b.js' }]);
  expect(shown(await files())).toEqual({ 'a.js': '2', 'b.js': '2' });
  expect((await files()).get('.orchard/conflicts/b.js')).toBe('mine');
});

test('a record that leads out of the app is not believed', async () => {
  const { workspace, files, edit } = await folderWorkspace();
  await rebuild(workspace, { 'a.js': '1' });
  const record = {
    version: 1,
    target: 'node',
    files: [{ path: '../../x', sha256: '0'.repeat(64), tasks: [] }],
  };
  const list = [{ path: '../../x', reason: 'x', lines: [], task: 'implement', aside: 'generator' }];
  await edit({
    '.orchard/generation.json': JSON.stringify(record),
    '.orchard/conflicts.json': JSON.stringify(list),
    'a.js': 'mine',
  });
  expect((await rebuild(workspace, { 'a.js': '1' })).conflicts).toEqual([]);
  expect(shown(await files())).toEqual({ 'a.js': 'mine' });
});

const text = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

test('the models of real plans are models an app can run on', () => {
  for (const make of [taskTracker, everyType, circles]) {
    expect(modelSchema.safeParse(deriveModel(make(), 'x')).error).toBeUndefined();
  }
});

test('an edited model is merged, but never to something no app runs on', async () => {
  const { workspace, files, edit } = await folderWorkspace();
  const path = 'lib/model.json';
  const model = deriveModel(taskTracker(), 'x');
  await rebuild(workspace, { [path]: text(model) }, 'design');
  await edit({ [path]: text({ ...model, name: 'My name' }) });
  const next = { ...model, summary: 'New summary' };
  expect((await rebuild(workspace, { [path]: text(next) }, 'design')).conflicts).toEqual([]);
  expect((await files()).get(path)).toBe(text({ ...next, name: 'My name' }));

  // The person removes an entity that others refer to.
  await edit({ [path]: text({ ...next, entities: next.entities.slice(1) }) });
  const third = { ...next, summary: 'Newer summary' };
  const { conflicts } = await rebuild(workspace, { [path]: text(third) }, 'design');
  expect(conflicts).toMatchObject([{ path, reason: expect.stringContaining('no app could run') }]);
  expect((await files()).get(path)).toBe(text(third));
  expect(JSON.parse((await files()).get(`.orchard/conflicts/${path}`) ?? '')).toMatchObject({
    entities: [{ name: 'Task' }],
  });

  await edit({ [path]: null });
  expect(conflictPaths(await rebuild(workspace, { [path]: text(third) }, 'design'))).toEqual([path]);
  expect((await files()).get(path)).toBe(text(third));
});
