import type { Approval, Blueprint, BlueprintContent, BlueprintStatus } from '../blueprint/blueprint.ts';
import type { BlueprintOperation } from '../blueprint/operation.ts';
import type { Turn, TurnMode, TurnUsage } from '../blueprint/turn.ts';
import type { BlueprintId, ProjectId, TenantId, TurnId } from '../ids.ts';

export interface BlueprintKey {
  readonly tenantId: TenantId;
  readonly blueprintId: BlueprintId;
}

/** What a finished turn changes, in one transaction. */
export interface TurnResult {
  readonly turnId: TurnId;
  readonly status: 'complete' | 'failed' | 'cancelled';
  readonly reply: string;
  /** Who worded it in the end. */
  readonly mode: TurnMode;
  readonly model: string | null;
  readonly usage: TurnUsage | null;
  readonly finishedAt: string;
  /** Empty when the turn changed nothing; then the revision stays. */
  readonly operations: readonly BlueprintOperation[];
  /** The content after the operations, and its hash. */
  readonly content: BlueprintContent;
  readonly hash: string;
  readonly blueprintStatus: BlueprintStatus;
}

/**
 * Keeps Blueprints: an append-only log of operations, turns, and the snapshot that is their fold.
 * Every lookup takes the tenant.
 */
export interface BlueprintStore {
  readonly specVersion: 'v1';
  /** Stores a new, empty Blueprint. */
  createBlueprint(request: { readonly blueprint: Blueprint }): Promise<void>;
  getBlueprint(request: BlueprintKey): Promise<Blueprint | undefined>;
  /** Newest first. */
  listBlueprints(request: {
    readonly tenantId: TenantId;
    readonly projectId: ProjectId;
  }): Promise<readonly Blueprint[]>;
  /** Deletes the Blueprint with its turns and operations. False when there was none. */
  deleteBlueprint(request: BlueprintKey): Promise<boolean>;

  /**
   * Makes the user's message durable before anything is thought about it. The store sets `seq`.
   *
   * @throws TURN_IN_PROGRESS (details.turnId) while another turn of the Blueprint is running.
   * @throws NOT_FOUND when the Blueprint does not exist.
   */
  startTurn(request: BlueprintKey & { readonly turn: Turn }): Promise<Turn>;
  /**
   * Ends a running turn: reply, operations, snapshot, hash, status and the new revision, all or nothing.
   * When operations are given the revision rises by one and any approval is voided; without operations the Blueprint
   * stays as it is, so that a turn can always be ended.
   *
   * @throws REVISION_CONFLICT when there are operations and the Blueprint is no longer at the turn's base revision.
   * @throws NOT_FOUND when the turn does not exist or is not running.
   */
  finishTurn(request: BlueprintKey & { readonly result: TurnResult }): Promise<Blueprint>;
  /** In order of `seq`. */
  listTurns(request: BlueprintKey): Promise<readonly Turn[]>;
  /** Turns that a killed process left running, over all tenants. */
  listRunningTurns(
    request: Record<never, never>,
  ): Promise<readonly (BlueprintKey & { readonly turn: Turn })[]>;
  /** Operations of revisions `after` < n ≤ `upTo` (default: all), in log order. */
  listOperations(
    request: BlueprintKey & { readonly after?: number; readonly upTo?: number },
  ): Promise<readonly BlueprintOperation[]>;

  /**
   * Records a person's approval of exactly this revision and hash; status becomes `approved`.
   *
   * @throws REVISION_CONFLICT when the Blueprint stands at another revision or hash.
   */
  approveBlueprint(request: BlueprintKey & { readonly approval: Approval }): Promise<Blueprint>;
  /**
   * Moves the status on without touching content or revision. With `ifRevision` only while the Blueprint stands at that
   * revision: one that has moved on meanwhile stays as it is and is given back.
   */
  setBlueprintStatus(
    request: BlueprintKey & {
      readonly ifRevision?: number;
      readonly status: BlueprintStatus;
      readonly builtFeatureSlug?: string;
      readonly at: string;
    },
  ): Promise<Blueprint>;
}
