import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createGitWorkspace } from '../src/index.ts';
import { freshPlace, PROJECT, witness } from './harness.ts';

test('a first checkout makes the repository; a commit is on the branch and exports without git files', async () => {
  const { workspace, bare, root, worktrees } = await freshPlace();
  const checkout = await workspace.checkout({ projectId: PROJECT, branch: 'main' });
  expect(checkout.base).toBeNull();
  await mkdir(join(checkout.directory, 'docs'));
  await writeFile(join(checkout.directory, 'docs', 'spec.md'), '# Überschrift\n');
  const first = await checkout.commit({ message: 'Write the spec' });
  expect(first.changed).toBe(true);
  expect(await checkout.commit({ message: 'Again' })).toEqual({ commit: first.commit, changed: false });
  await checkout.close();
  await checkout.close();

  expect(witness(bare, 'rev-parse', 'refs/heads/main')).toBe(first.commit);
  expect(witness(bare, 'log', '--format=%an <%ae>|%s')).toBe(
    'Orchard Studio <studio@orchard.invalid>|Write the spec',
  );
  expect(witness(bare, 'fsck', '--strict')).toBe('');

  const directory = join(root, 'release', 'one');
  await workspace.export({ projectId: PROJECT, commit: first.commit, directory });
  expect(await readdir(directory)).toEqual(['docs']);
  expect(await readFile(join(directory, 'docs', 'spec.md'), 'utf8')).toBe('# Überschrift\n');
  expect(await readdir(worktrees)).toEqual(['empty-home']);
});

test('deletions and a second round of the same content', async () => {
  const { workspace } = await freshPlace();
  const one = await workspace.checkout({ projectId: PROJECT, branch: 'main' });
  await writeFile(join(one.directory, 'a'), '1');
  await writeFile(join(one.directory, 'b'), '2');
  const first = await one.commit({ message: 'one' });
  await one.close();

  const two = await workspace.checkout({ projectId: PROJECT, branch: 'main' });
  expect(two.base).toBe(first.commit);
  expect((await readdir(two.directory)).sort()).toEqual(['a', 'b']);
  await writeFile(join(two.directory, 'a'), '1');
  expect(await two.commit({ message: 'same' })).toEqual({ commit: first.commit, changed: false });
  await import('node:fs/promises').then(({ rm }) => rm(join(two.directory, 'b')));
  const second = await two.commit({ message: 'less' });
  expect(second.changed).toBe(true);
  await two.close();

  const three = await workspace.checkout({ projectId: PROJECT, branch: 'feature/new' });
  expect(three.base).toBe(second.commit);
  expect(await readdir(three.directory)).toEqual(['a']);
  await three.close();
});

test('of two checkouts of the same commit only the first to commit wins', async () => {
  const { workspace, bare } = await freshPlace();
  const both = await Promise.all([
    workspace.checkout({ projectId: PROJECT, branch: 'main' }),
    workspace.checkout({ projectId: PROJECT, branch: 'main' }),
  ]);
  await Promise.all(both.map((checkout, n) => writeFile(join(checkout.directory, 'who'), String(n))));
  const results = await Promise.allSettled(both.map((checkout) => checkout.commit({ message: 'me' })));
  const winners = results.filter((result) => result.status === 'fulfilled');
  const losers = results.filter((result) => result.status === 'rejected');
  expect(winners).toHaveLength(1);
  expect(losers[0]?.reason).toMatchObject({ code: 'REVISION_CONFLICT' });
  expect(witness(bare, 'rev-parse', 'refs/heads/main')).toBe(winners[0]?.value.commit);
  await Promise.all(both.map((checkout) => checkout.close()));
});

test('names that are not branches, commits or projects are refused before git sees them', async () => {
  const { workspace, root } = await freshPlace();
  const bad = [
    '--help',
    '$(id)',
    ';rm',
    '@{-1}',
    '..',
    'a..b',
    '`id`',
    'a b',
    'a/.git',
    'x.lock',
    'HEAD',
    '',
    'a\nb',
    '/a',
    'a/',
    'a//b',
    '-x',
  ];
  for (const branch of bad) {
    await expect(workspace.checkout({ projectId: PROJECT, branch })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  }
  const directory = join(root, 'out');
  for (const commit of ['HEAD', '--help', 'main', '0'.repeat(40), 'deadbeef']) {
    await expect(workspace.export({ projectId: PROJECT, commit, directory })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  }
  const projectId: unknown = '../../x';
  // @ts-expect-error an unchecked id from outside
  await expect(workspace.checkout({ projectId, branch: 'main' })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  expect(existsSync(directory)).toBe(false);
});

test('any message arrives as it is, apart from control characters', async () => {
  const { workspace, bare } = await freshPlace();
  const checkout = await workspace.checkout({ projectId: PROJECT, branch: 'main' });
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.constantFrom(
          '--upload-pack=touch x',
          '-c core.sshCommand=x',
          '$(id) `id` %PATH% "q" \'',
          '\u0000',
          '# not a comment',
        ),
        fc.string({ unit: 'grapheme', maxLength: 80 }),
      ),
      async (message) => {
        count += 1;
        await writeFile(join(checkout.directory, 'n'), String(count));
        await checkout.commit({ message });
        const expected = message.replace(/[^\P{Cc}\n\t]/gu, ' ').trim() || 'Update';
        expect(witness(bare, 'log', '-1', '--format=%B', 'main')).toBe(expected);
      },
    ),
    { numRuns: 12 },
  );
  await checkout.close();
});

test('nothing in a repository runs, and a planted link leads nowhere', async () => {
  const { workspace, root } = await freshPlace();
  const trap = join(root, 'trap');
  const one = await workspace.checkout({ projectId: PROJECT, branch: 'main' });
  await symlink('/etc/passwd', join(one.directory, 'link'));
  await symlink(root, join(one.directory, 'out'));
  await writeFile(join(one.directory, '.gitattributes'), '* filter=evil diff=evil merge=evil\n');
  await writeFile(
    join(one.directory, '.gitmodules'),
    `[submodule "x"]\n\tpath = x\n\turl = ext::sh -c 'touch ${trap}'\n`,
  );
  await mkdir(join(one.directory, '.git', 'hooks'), { recursive: true });
  await writeFile(join(one.directory, '.git', 'hooks', 'pre-commit'), `#!/bin/sh\ntouch ${trap}\n`, {
    mode: 0o755,
  });
  await writeFile(
    join(one.directory, '.git', 'config'),
    `[core]\n\tfsmonitor = touch ${trap}\n[filter "evil"]\n\tclean = touch ${trap}\n`,
  );
  const { commit } = await one.commit({ message: 'planted' });
  await one.close();

  const directory = join(root, 'release');
  await workspace.export({ projectId: PROJECT, commit, directory });
  expect((await readdir(directory)).sort()).toEqual(['.gitattributes', '.gitmodules', 'link', 'out']);
  expect(await readFile(join(directory, 'link'), 'utf8')).toBe('/etc/passwd');
  expect(await readFile(join(directory, 'out'), 'utf8')).toBe(root);
  expect(existsSync(trap)).toBe(false);
});

test('export refuses a folder that holds something', async () => {
  const { workspace, root } = await freshPlace();
  const one = await workspace.checkout({ projectId: PROJECT, branch: 'main' });
  const { commit } = await one.commit({ message: 'empty' });
  await one.close();
  await writeFile(join(root, 'precious'), 'x');
  await expect(workspace.export({ projectId: PROJECT, commit, directory: root })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  expect(await readFile(join(root, 'precious'), 'utf8')).toBe('x');
});

test('no git on the path is said so', async () => {
  const { root } = await freshPlace();
  const workspace = createGitWorkspace({
    repositoriesDirectory: join(root, 'git'),
    worktreesDirectory: join(root, 'trees'),
    searchPath: join(root, 'nowhere'),
  });
  await expect(workspace.checkout({ projectId: PROJECT, branch: 'main' })).rejects.toMatchObject({
    code: 'GIT_MISSING',
  });
});
