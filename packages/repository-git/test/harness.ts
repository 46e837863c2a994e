import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectIdSchema } from '@orchard-studio/core';
import { onTestFinished } from 'vitest';
import { createGitWorkspace, type GitWorkspace } from '../src/index.ts';

export const PROJECT = projectIdSchema.parse(`prj_${'a'.repeat(22)}`);

export interface Place {
  readonly root: string;
  readonly workspace: GitWorkspace;
  readonly bare: string;
  readonly worktrees: string;
}

export async function freshPlace(): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'orchard-git-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const worktrees = join(root, 'trees');
  const workspace = createGitWorkspace({
    repositoriesDirectory: join(root, 'git'),
    worktreesDirectory: worktrees,
  });
  return { root, workspace, worktrees, bare: join(root, 'git', `${PROJECT}.git`) };
}

/** The system's own git, as an independent witness. */
export const witness = (bare: string, ...args: readonly string[]): string =>
  execFileSync('git', ['--git-dir', bare, ...args], { encoding: 'utf8' }).trim();
