import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Blueprint,
  blueprintIdSchema,
  type ExecutorOutcome,
  emptyBlueprintContent,
  hashBlueprint,
  type JsonObject,
  operationIdSchema,
  planStepSchema,
  projectIdSchema,
  tenantIdSchema,
} from '@orchard-studio/core';
import { createScaffoldExecutor } from '@orchard-studio/executor-scaffold';
import { createGitWorkspace } from '@orchard-studio/repository-git';
import { expect, onTestFinished, test } from 'vitest';

const PROJECT = projectIdSchema.parse(`prj_${'a'.repeat(22)}`);

function inputs(feature: string): JsonObject {
  const content = { ...emptyBlueprintContent(), feature };
  const at = '2026-01-01T00:00:00.000Z';
  const meta: Omit<Blueprint, keyof typeof content> = {
    id: blueprintIdSchema.parse(`bp_${'0'.repeat(22)}`),
    tenantId: tenantIdSchema.parse('tests'),
    projectId: PROJECT,
    externalId: null,
    locale: 'en',
    revision: 1,
    hash: hashBlueprint(content),
    status: 'approved',
    approval: null,
    builtFeatureSlug: null,
    createdAt: at,
    updatedAt: at,
  };
  const blueprint = JSON.parse(JSON.stringify({ ...meta, ...content }));
  return { blueprint, spec: `# ${feature}`, projectSlug: 'app', projectName: 'App' };
}

async function scene() {
  const root = await mkdtemp(join(tmpdir(), 'orchard-rebuild-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const workspace = createGitWorkspace({
    repositoriesDirectory: join(root, 'git'),
    worktreesDirectory: join(root, 'trees'),
  });
  const agent = createScaffoldExecutor({ workspace });
  const step = (task: string, feature: string): Promise<ExecutorOutcome> =>
    agent.execute(
      {
        operation: {
          id: operationIdSchema.parse(`op_${'0'.repeat(22)}`),
          tenantId: tenantIdSchema.parse('tests'),
          projectId: PROJECT,
          tree: 'build-feature',
          inputs: inputs(feature),
        },
        step: planStepSchema.parse({
          key: task,
          name: task,
          phase: 'implement',
          needs: [],
          uses: 'agent',
          with: { task },
          env: {},
          retry: { max: 0, backoffMs: 0 },
          timeoutMs: 60_000,
          weight: 1,
        }),
        stepId: task,
        matrix: null,
        attempt: 1,
        needs: {},
        idempotencyKey: task,
        fencingToken: 1,
        checkpoint: null,
      },
      {
        emit: () => {},
        beat: async () => {},
        readArtifact: async () => null,
        signal: new AbortController().signal,
      },
    );
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['--git-dir', join(root, 'git', `${PROJECT}.git`), ...args], { encoding: 'utf8' });
  const build = async (feature: string): Promise<readonly ExecutorOutcome[]> => {
    const outcomes: ExecutorOutcome[] = [];
    for (const task of ['spec', 'design', 'implement']) outcomes.push(await step(task, feature));
    return outcomes;
  };
  return { workspace, build, git };
}

const messages = (log: string): readonly string[] => log.trim().split('\n').toReversed();

test('in a real repository: one commit per phase, none when nothing changed, and edits survive', async () => {
  const { workspace, build, git } = await scene();
  const main = () => messages(git('log', '--format=%s', 'main'));
  await build('One');
  const phases = ['Specify revision 1', 'Design tables, routes and pages', 'Build the app'];
  expect(main()).toEqual(phases);
  // The branch is there from the first build on, so that the first edit is already told apart.
  expect(git('show', 'orchard/generated:server.js')).toBe(git('show', 'main:server.js'));
  await build('One');
  expect(main()).toEqual(phases);

  const checkout = await workspace.checkout({ projectId: PROJECT, branch: 'main' });
  const readme = join(checkout.directory, 'README.md');
  await writeFile(readme, `${await readFile(readme, 'utf8')}\nMine.\n`);
  await writeFile(join(checkout.directory, 'mine.js'), 'mine');
  await checkout.commit({ message: 'Edit' });
  await checkout.close();
  const outcomes = await build('Two');
  for (const outcome of outcomes)
    expect(outcome).toMatchObject({ status: 'succeeded', outputs: { conflicts: [] } });
  expect(main()).toEqual([...phases, 'Edit', ...phases]);
  expect(git('show', 'main:README.md')).toMatch(/^# Two\n[\s\S]*\nMine\.\n$/);
  expect(git('show', 'main:mine.js')).toBe('mine');
  expect(git('show', 'orchard/generated:README.md')).not.toContain('Mine');
  expect(git('ls-tree', '-r', '--name-only', 'orchard/generated')).not.toContain('mine.js');
  expect(git('fsck', '--strict')).toBe('');
});
