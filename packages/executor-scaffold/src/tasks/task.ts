import type {
  AppTarget,
  Blueprint,
  Checkout,
  ExecutorContext,
  JsonObject,
  ProjectId,
  Workspace,
} from '@orchard-studio/core';
import type { AppModel } from '../model/app-model.ts';
import type { BuildSettings } from '../prepare/build-settings.ts';

/** What every task works with. */
export interface TaskInput {
  readonly blueprint: Blueprint;
  /** spec.md of the approved Blueprint. */
  readonly spec: string;
  readonly projectSlug: string;
  readonly projectName: string;
  readonly target: AppTarget;
  readonly model: AppModel;
  readonly projectId: ProjectId;
  readonly workspace: Workspace;
  /** The branch people work on, too. */
  readonly checkout: Checkout;
  readonly context: ExecutorContext;
  readonly nodePath: string;
  /** Folders of the host's own templates. */
  readonly templates: readonly string[];
  readonly builds: BuildSettings;
}

export interface TaskFailure {
  readonly code: 'STEP_FAILED';
  readonly message: string;
}

/** `failure` is an expected outcome: the work was done and its result is not good. */
export type TaskResult =
  | { readonly commit: string; readonly files: readonly string[]; readonly outputs: JsonObject }
  | { readonly failure: TaskFailure };

/** One task of the builder. Running it twice gives the same commit. */
export type Task = (input: TaskInput) => Promise<TaskResult>;
