import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CaseScope,
  createFolderWorkspace,
  createHttpDeployer,
  createRecords,
  createScriptedExecutor,
  type DeployerHarness,
  type ExecutorHarness,
  executorRequest,
  type Script,
  type WorkspaceHarness,
  workUntilAborted,
} from '../src/index.ts';

const greet: Script = async ({ emit }) => {
  emit({ type: 'progress', progress: 0.5, message: 'Half way' });
  emit({ type: 'artifact', message: 'A file', data: { path: 'a.txt' } });
  return { status: 'succeeded', outputs: { text: 'Hello', list: [1, null, true] } };
};

export function executorHarness(scripts: Readonly<Record<string, Script>> = {}): ExecutorHarness {
  return {
    executor: createScriptedExecutor({ greet, wait: workUntilAborted, ...scripts }),
    succeeding: executorRequest({ script: 'greet' }),
    longRunning: executorRequest({ script: 'wait' }),
    boundMs: 500,
  };
}

export function workspaceHarness({ defer }: CaseScope): WorkspaceHarness {
  const folder = mkdtempSync(join(tmpdir(), 'orchard-kit-'));
  defer(() => rmSync(folder, { recursive: true, force: true }));
  const { project } = createRecords();
  const [root, scratch] = [join(folder, 'root'), join(folder, 'scratch')];
  for (const path of [root, scratch]) mkdirSync(path);
  const workspace = createFolderWorkspace(root);
  return { workspace, projectId: project().id, otherProjectId: project().id, scratch };
}

export function deployerHarness({ defer }: CaseScope): DeployerHarness {
  const { project } = createRecords();
  const [target, otherTarget] = [project(), project()].map(({ id: projectId, slug }) => ({
    projectId,
    slug,
    environment: 'staging' as const,
  }));
  if (target === undefined || otherTarget === undefined) throw new Error('Two targets are needed.');
  const deployer = createHttpDeployer({
    one: { behaviour: 'healthy', body: '<p>release one</p>' },
    two: { behaviour: 'healthy', body: '<p>release two</p>' },
    bad: { behaviour: 'crashing', line: 'Error: no table' },
    slow: { behaviour: 'hanging' },
  });
  for (const one of [target, otherTarget]) defer(() => deployer.stop({ target: one }));
  return {
    deployer,
    target,
    otherTarget,
    healthy: { commit: 'one', marker: 'release one' },
    next: { commit: 'two', marker: 'release two' },
    crashing: { commit: 'bad', line: 'Error: no table' },
    hanging: { commit: 'slow' },
    boundMs: 500,
  };
}
