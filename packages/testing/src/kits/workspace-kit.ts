import type { Kit } from '../kit/kit.ts';
import { checkoutCases } from './workspace/checkout-cases.ts';
import { exportCases } from './workspace/export-cases.ts';
import type { WorkspaceHarness } from './workspace/workspace-harness.ts';

/** What every `Workspace` must do. Works on real files. */
export const workspaceKit: Kit<WorkspaceHarness> = {
  port: 'workspace',
  cases: [...checkoutCases, ...exportCases],
};
