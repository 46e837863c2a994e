import type { ProjectId } from '../ids.ts';

/** A private checkout of one branch. Nobody else writes in `directory`. */
export interface Checkout {
  /** Absolute path of the working tree. */
  readonly directory: string;
  /** Commit the branch stood at, null for an empty repository. */
  readonly base: string | null;
  /**
   * Commits everything in the working tree and pushes it. Nothing changed → no commit, the base comes back.
   *
   * @throws REVISION_CONFLICT when the branch has moved since the checkout; nothing is pushed.
   */
  commit(request: {
    readonly message: string;
  }): Promise<{ readonly commit: string; readonly changed: boolean }>;
  /** Removes the working tree. May be called twice. */
  close(): Promise<void>;
}

/** A project's code in git. A project's repository is made at the first checkout. */
export interface Workspace {
  readonly specVersion: 'v1';
  /** @throws WORKSPACE_FAILED, GIT_MISSING */
  checkout(request: {
    readonly projectId: ProjectId;
    /** Branch to work on; made from the default branch (or empty) when it does not exist. */
    readonly branch: string;
    readonly signal?: AbortSignal;
  }): Promise<Checkout>;
  /**
   * Writes the files of a commit into `directory`, without git's own folder. The directory is made, and must be
   * empty or absent.
   *
   * @throws NOT_FOUND when the repository has no such commit.
   */
  export(request: {
    readonly projectId: ProjectId;
    readonly commit: string;
    readonly directory: string;
    readonly signal?: AbortSignal;
  }): Promise<void>;
}
