import { access, rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Checkout } from '@orchard-studio/core';
import { ensure, refused, same, settled } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { HOSTILE_TEXT } from '../../records/hostile-texts.ts';
import { readTree, type Tree, writeTree } from './tree.ts';
import type { WorkspaceHarness } from './workspace-harness.ts';

const mainOf = ({ defaultBranch = 'main' }: WorkspaceHarness): string => defaultBranch;

/** Checks a branch out, by default the default branch. */
const checkOut = (harness: WorkspaceHarness, branch: string = mainOf(harness)): Promise<Checkout> =>
  harness.workspace.checkout({ projectId: harness.projectId, branch });

/** Commits files on a branch and gives the commit. */
export async function commitFiles(harness: WorkspaceHarness, tree: Tree, branch?: string): Promise<string> {
  const checkout = await checkOut(harness, branch);
  await writeTree(checkout.directory, tree);
  const { commit, changed } = await checkout.commit({ message: 'Change files' });
  await checkout.close();
  ensure(changed, 'A commit of changed files must say that it changed something.');
  return commit;
}

/** What a branch holds. */
async function contents(harness: WorkspaceHarness, branch?: string): Promise<Tree> {
  const checkout = await checkOut(harness, branch);
  const tree = await readTree(checkout.directory);
  await checkout.close();
  return tree;
}

const AWKWARD: Tree = {
  'README.md': '# Hello\r\n',
  'folder with spaces/-rf': 'dash',
  'ünïcödé/日本語 🌱.txt': HOSTILE_TEXT,
  'quote\'"$(x).txt': '',
  '.env.example': 'A=1\n',
  'deep/er/est/file': 'x'.repeat(1_048_576),
};

const basics: readonly KitCase<WorkspaceHarness>[] = [
  {
    id: 'first-checkout',
    title: 'makes an empty repository at the first checkout',
    run: async (harness) => {
      const checkout = await checkOut(harness);
      same(checkout.base, null, 'The base');
      ensure(isAbsolute(checkout.directory), 'The directory must be an absolute path.');
      same(await readTree(checkout.directory), {}, 'The files');
      await checkout.close();
    },
  },
  {
    id: 'commit',
    title: 'commits all files, whatever they are called, and gives them back byte by byte',
    run: async (harness) => {
      const commit = await commitFiles(harness, AWKWARD);
      const again = await checkOut(harness);
      same(again.base, commit, 'The base of the next checkout');
      same(await readTree(again.directory), AWKWARD, 'The files');
      await again.close();
    },
  },
  {
    id: 'nothing-changed',
    title: 'makes no commit when nothing has changed',
    run: async (harness) => {
      const base = await commitFiles(harness, { a: '1' });
      const checkout = await checkOut(harness);
      same(await checkout.commit({ message: 'Nothing' }), { commit: base, changed: false }, 'The result');
      await checkout.close();
    },
  },
  {
    id: 'removal',
    title: 'commits the removal of files',
    run: async (harness) => {
      await commitFiles(harness, { keep: '1', drop: '2' });
      const checkout = await checkOut(harness);
      await rm(join(checkout.directory, 'drop'));
      await checkout.commit({ message: 'Drop a file' });
      await checkout.close();
      same(await contents(harness), { keep: '1' }, 'The files');
    },
  },
  {
    id: 'hostile-message',
    title: 'takes any text as a commit message',
    run: async (harness) => {
      for (const [at, message] of [HOSTILE_TEXT, '--amend', '-m', '$(exit 1)\n\n#comment'].entries()) {
        const checkout = await checkOut(harness);
        await writeTree(checkout.directory, { file: String(at) });
        const { changed } = await checkout.commit({ message });
        ensure(changed, 'The commit must be made.');
        await checkout.close();
      }
    },
  },
  {
    id: 'close',
    title: 'removes the working tree at the end, also twice, and loses nothing but what was not committed',
    run: async (harness) => {
      await commitFiles(harness, { a: '1' });
      const checkout = await checkOut(harness);
      await writeTree(checkout.directory, { a: 'uncommitted' });
      await checkout.close();
      await checkout.close();
      const gone = await settled(access(checkout.directory));
      ensure(gone.status === 'rejected', 'The working tree must be gone.');
      same(await contents(harness), { a: '1' }, 'The files');
    },
  },
];

const sharing: readonly KitCase<WorkspaceHarness>[] = [
  {
    id: 'private-checkout',
    title: 'gives every checkout a folder of its own',
    run: async (harness) => {
      await commitFiles(harness, { a: '1' });
      const [one, two] = await Promise.all([checkOut(harness), checkOut(harness)]);
      await writeTree(one.directory, { a: 'changed' });
      same(await readTree(two.directory), { a: '1' }, 'The files of the other checkout');
      await one.close();
      await two.close();
    },
  },
  {
    id: 'compare-and-set',
    title: 'refuses a commit when the branch has moved since the checkout, and pushes nothing',
    run: async (harness) => {
      await commitFiles(harness, { a: '1' });
      const late = await checkOut(harness);
      await commitFiles(harness, { a: 'first' });
      await writeTree(late.directory, { a: 'late', b: 'late' });
      await refused(late.commit({ message: 'Late' }), 'REVISION_CONFLICT', 'A late commit');
      await late.close();
      same(await contents(harness), { a: 'first' }, 'The files');
    },
  },
  {
    id: 'compare-and-set-first',
    title: 'lets exactly one of two first commits win',
    run: async (harness) => {
      const checkouts = [await checkOut(harness), await checkOut(harness)];
      const outcomes = await Promise.allSettled(
        checkouts.map(async (checkout, at) => {
          await writeTree(checkout.directory, { winner: String(at) });
          return checkout.commit({ message: `First ${at}` });
        }),
      );
      for (const checkout of checkouts) await checkout.close();
      const winners = outcomes.flatMap(({ status }, at) => (status === 'fulfilled' ? [String(at)] : []));
      same(winners.length, 1, 'The number of winners');
      same(await contents(harness), { winner: winners[0] }, 'The files');
    },
  },
  {
    id: 'branches',
    title: 'makes a new branch from the default branch and keeps the two apart',
    run: async (harness) => {
      const base = await commitFiles(harness, { a: '1' });
      const branch = await checkOut(harness, 'feature/one');
      same(branch.base, base, 'The base of the new branch');
      await writeTree(branch.directory, { b: '2' });
      await branch.commit({ message: 'On the branch' });
      await branch.close();
      same(await contents(harness, 'feature/one'), { a: '1', b: '2' }, 'The files of the branch');
      same(await contents(harness), { a: '1' }, 'The files of the default branch');
    },
  },
  {
    id: 'hostile-branch',
    title: 'refuses a branch name that is no plain name, and goes on working',
    run: async (harness) => {
      for (const branch of ['--upload-pack=touch x', '../../escape', '', 'a b', 'a..b', '-']) {
        const outcome = await settled(checkOut(harness, branch));
        ensure(outcome.status === 'rejected', `The branch "${branch}" must be refused.`);
      }
      await commitFiles(harness, { a: '1' });
    },
  },
  {
    id: 'checkout-abort',
    title: 'checks nothing out when it is aborted',
    run: async (harness) => {
      const signal = AbortSignal.abort(new Error('Cancelled by the kit.'));
      const { projectId } = harness;
      const request = { projectId, branch: mainOf(harness), signal };
      const outcome = await settled(harness.workspace.checkout(request));
      ensure(outcome.status === 'rejected', 'An aborted checkout must reject.');
    },
  },
];

export const checkoutCases: readonly KitCase<WorkspaceHarness>[] = [...basics, ...sharing];
