import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Checkout, isOrchardError, type Workspace } from '@orchard-studio/core';
import { createFolderWorkspace } from '../fakes/folder-workspace.ts';
import type { MakeSubject } from '../kit/kit.ts';
import type { WorkspaceHarness } from '../kits/workspace/workspace-harness.ts';
import { createRecords } from '../records/records.ts';
import type { BrokenAdapter } from './broken-adapter.ts';

function harness(change: (workspace: Workspace) => Partial<Workspace>): MakeSubject<WorkspaceHarness> {
  return async ({ defer }) => {
    const folder = await mkdtemp(join(tmpdir(), 'orchard-bad-'));
    defer(() => rm(folder, { recursive: true, force: true }));
    const [root, scratch] = [join(folder, 'root'), join(folder, 'scratch')];
    for (const path of [root, scratch]) await mkdir(path);
    const inner = createFolderWorkspace(root);
    const workspace: Workspace = {
      specVersion: 'v1',
      checkout: (request) => inner.checkout(request),
      export: (request) => inner.export(request),
      ...change(inner),
    };
    const { project } = createRecords();
    return { workspace, projectId: project().id, otherProjectId: project().id, scratch };
  };
}

const ignoresAbort = harness((inner) => ({
  checkout: ({ signal: _signal, ...request }) => inner.checkout(request),
  export: ({ signal: _signal, ...request }) => inner.export(request),
}));

type CheckoutRequest = Parameters<Workspace['checkout']>[0];

/** When the branch has moved it pushes over what is there: the last writer wins. */
function forced(inner: Workspace, request: CheckoutRequest, checkout: Checkout): Checkout['commit'] {
  return async (message) => {
    try {
      return await checkout.commit(message);
    } catch (error) {
      if (!isOrchardError(error) || error.code !== 'REVISION_CONFLICT') throw error;
      const newest = await inner.checkout(request);
      await rm(newest.directory, { recursive: true });
      await cp(checkout.directory, newest.directory, { recursive: true });
      return newest.commit(message);
    }
  };
}

const forcesItsPush = harness((inner) => ({
  checkout: async (request) => {
    const checkout = await inner.checkout(request);
    return { ...checkout, commit: forced(inner, request, checkout) };
  },
}));

/** Workspaces that the kit must refuse. */
export const brokenWorkspaces: readonly BrokenAdapter<WorkspaceHarness>[] = [
  { fault: 'ignores the abort', caughtBy: ['checkout-abort', 'export-abort'], make: ignoresAbort },
  {
    fault: 'pushes over what is there',
    caughtBy: ['compare-and-set', 'compare-and-set-first'],
    make: forcesItsPush,
  },
];
