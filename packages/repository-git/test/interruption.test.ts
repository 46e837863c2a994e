import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createGitWorkspace } from '../src/index.ts';
import { freshPlace, PROJECT, witness } from './harness.ts';

test('cleanUp removes what a killed process left, and keeps what is complete', async () => {
  const { workspace, bare, root, worktrees } = await freshPlace();
  const checkout = await workspace.checkout({ projectId: PROJECT, branch: 'main' });
  await writeFile(join(checkout.directory, 'a'), '1');
  const { commit } = await checkout.commit({ message: 'one' });
  // The process dies here: the tree stays, and so do the locks of the commands it was running.
  await writeFile(join(bare, 'refs', 'heads', 'main.lock'), '');
  await writeFile(join(bare, 'config.lock'), '');
  await mkdir(join(bare, 'objects', 'ab'), { recursive: true });
  await writeFile(join(bare, 'objects', 'ab', 'tmp_obj_x1'), 'half');
  await mkdir(join(root, 'git', `${PROJECT}.git.unfinished-x`));
  await writeFile(join(worktrees, 'index-1.lock'), '');

  await workspace.cleanUp();
  expect(await readdir(worktrees)).toEqual(['empty-home']);
  expect(await readdir(join(root, 'git'))).toEqual([`${PROJECT}.git`]);
  expect(await readdir(join(bare, 'objects', 'ab'))).toEqual([]);
  const next = await workspace.checkout({ projectId: PROJECT, branch: 'main' });
  expect(next.base).toBe(commit);
  await writeFile(join(next.directory, 'a'), '2');
  const second = await next.commit({ message: 'two' });
  expect(witness(bare, 'rev-parse', 'main')).toBe(second.commit);
  expect(witness(bare, 'fsck', '--strict')).toBe('');
  await next.close();
});

test('cleanUp keeps branches, whatever their names look like', async () => {
  const { workspace, bare } = await freshPlace();
  for (const branch of ['tmp_try', 'feature/tmp_x']) {
    const checkout = await workspace.checkout({ projectId: PROJECT, branch });
    await writeFile(join(checkout.directory, 'a'), branch);
    const { commit } = await checkout.commit({ message: branch });
    await checkout.close();
    await workspace.cleanUp();
    expect(witness(bare, 'rev-parse', `refs/heads/${branch}`)).toBe(commit);
  }
});

test('aborting ends the git child and leaves nothing behind', async () => {
  const { root } = await freshPlace();
  const bin = join(root, 'bin');
  await mkdir(bin);
  const started = join(root, 'started');
  // A git that never ends, to be killed; it says when it has begun.
  await writeFile(join(bin, 'git'), `#!/bin/sh\necho $$ > ${started}\nexec sleep 60\n`);
  await chmod(join(bin, 'git'), 0o755);
  const workspace = createGitWorkspace({
    repositoriesDirectory: join(root, 'git'),
    worktreesDirectory: join(root, 'trees'),
    searchPath: `${bin}:/usr/bin:/bin`,
  });
  const controller = new AbortController();
  const { watch, existsSync, readFileSync } = await import('node:fs');
  const begun = new Promise<void>((resolve) => {
    const watcher = watch(root, () => {
      if (!existsSync(started) || readFileSync(started, 'utf8').trim() === '') return;
      watcher.close();
      resolve();
    });
  });
  const checkout = workspace.checkout({ projectId: PROJECT, branch: 'main', signal: controller.signal });
  const refused = expect(checkout).rejects.toMatchObject({ code: 'CANCELLED' });
  await begun;
  controller.abort();
  await refused;
  const pid = Number(readFileSync(started, 'utf8'));
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  expect(await readdir(join(root, 'git'))).toEqual([]);
  const again = workspace.checkout({ projectId: PROJECT, branch: 'main', signal: controller.signal });
  await expect(again).rejects.toMatchObject({ code: 'CANCELLED' });
});
