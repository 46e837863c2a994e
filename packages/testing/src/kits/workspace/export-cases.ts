import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensure, refused, same, settled } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { commitFiles } from './checkout-cases.ts';
import { readTree, writeTree } from './tree.ts';
import type { WorkspaceHarness } from './workspace-harness.ts';

export const exportCases: readonly KitCase<WorkspaceHarness>[] = [
  {
    id: 'export',
    title: "writes the files of any commit into a folder it makes, without git's own",
    run: async (harness) => {
      const { workspace, projectId, scratch } = harness;
      const first = await commitFiles(harness, { a: '1', 'b/c': '2' });
      await commitFiles(harness, { a: 'later' });
      const directory = join(scratch, 'new', 'folder');
      await workspace.export({ projectId, commit: first, directory });
      same(await readTree(directory), { a: '1', 'b/c': '2' }, 'The files');
      same((await readdir(directory)).toSorted(), ['a', 'b'], 'The folder');
    },
  },
  {
    id: 'export-branch-commit',
    title: 'exports a commit of any branch',
    run: async (harness) => {
      const { workspace, projectId, scratch } = harness;
      await commitFiles(harness, { a: '1' });
      const commit = await commitFiles(harness, { b: '2' }, 'feature/one');
      await workspace.export({ projectId, commit, directory: join(scratch, 'out') });
      same(await readTree(join(scratch, 'out')), { a: '1', b: '2' }, 'The files');
    },
  },
  {
    id: 'export-not-empty',
    title: 'refuses a folder that is not empty, and leaves it as it is',
    run: async (harness) => {
      const { workspace, projectId, scratch } = harness;
      const commit = await commitFiles(harness, { a: '1' });
      await writeTree(scratch, { mine: 'x' });
      const outcome = await settled(workspace.export({ projectId, commit, directory: scratch }));
      ensure(outcome.status === 'rejected', 'A folder that is not empty must be refused.');
      same(await readTree(scratch), { mine: 'x' }, 'The folder');
    },
  },
  {
    id: 'export-unknown',
    title: 'knows nothing of a commit that the project does not have',
    run: async (harness) => {
      const { workspace, projectId, otherProjectId, scratch } = harness;
      const commit = await commitFiles(harness, { a: '1' });
      const directory = join(scratch, 'out');
      const unknown = { projectId, commit: '0123456789'.repeat(4), directory };
      await refused(workspace.export(unknown), 'NOT_FOUND', 'An unknown commit');
      const foreign = { projectId: otherProjectId, commit, directory };
      await refused(workspace.export(foreign), 'NOT_FOUND', "Another project's commit");
    },
  },
  {
    id: 'export-abort',
    title: 'writes nothing when it is aborted',
    run: async (harness) => {
      const { workspace, projectId, scratch } = harness;
      const commit = await commitFiles(harness, { a: '1' });
      const signal = AbortSignal.abort(new Error('Cancelled by the kit.'));
      const outcome = await settled(workspace.export({ projectId, commit, directory: scratch, signal }));
      ensure(outcome.status === 'rejected', 'An aborted export must reject.');
      same(await readTree(scratch), {}, 'The folder');
    },
  },
];
