import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectIdSchema, randomIds } from '@orchard-studio/core';
import { registerKit, workspaceKit } from '@orchard-studio/testing';
import { describe, it } from 'vitest';
import { createGitWorkspace } from '../src/index.ts';

const newProject = () => projectIdSchema.parse(randomIds.next('project'));

registerKit(
  workspaceKit,
  async ({ defer }) => {
    const root = await mkdtemp(join(tmpdir(), 'orchard-git-'));
    defer(() => rm(root, { recursive: true, force: true }));
    const scratch = join(root, 'scratch');
    await mkdir(scratch);
    const workspace = createGitWorkspace({
      repositoriesDirectory: join(root, 'git'),
      worktreesDirectory: join(root, 'trees'),
    });
    return { workspace, scratch, projectId: newProject(), otherProjectId: newProject() };
  },
  { describe, it },
);
