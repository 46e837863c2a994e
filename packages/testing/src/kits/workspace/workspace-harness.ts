import type { ProjectId, Workspace } from '@orchard-studio/core';

/** What the workspace kit needs of an adapter's author. Made afresh for every case. */
export interface WorkspaceHarness {
  readonly workspace: Workspace;
  /** Two projects without a repository yet. */
  readonly projectId: ProjectId;
  readonly otherProjectId: ProjectId;
  /** Branch that other branches are made from. Default: `main`. */
  readonly defaultBranch?: string;
  /** An empty folder of the case's own, for exports. */
  readonly scratch: string;
}
