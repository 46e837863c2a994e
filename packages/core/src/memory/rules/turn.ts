import type { Approval, Blueprint, BlueprintMeta } from '../../blueprint/blueprint.ts';
import type { Turn } from '../../blueprint/turn.ts';
import { OrchardError } from '../../errors/orchard-error.ts';
import type { TurnResult } from '../../ports/blueprint-store.ts';

type Standing = Pick<BlueprintMeta, 'id' | 'revision' | 'hash'>;

function revisionConflict(blueprint: Standing, wanted: string): OrchardError {
  return new OrchardError(
    'REVISION_CONFLICT',
    `Blueprint "${blueprint.id}" stands at revision ${blueprint.revision}, not at ${wanted}; read it again.`,
    { details: { revision: blueprint.revision, hash: blueprint.hash } },
  );
}

/** The error every store raises when a Blueprint's one place for a running turn is taken. */
export function turnInProgress(turnId: string): OrchardError {
  return new OrchardError('TURN_IN_PROGRESS', 'Another turn of this Blueprint is still being answered.', {
    details: { turnId },
  });
}

/**
 * The Blueprint as a finished turn leaves it. A turn without operations leaves everything as it stands, whatever the
 * Blueprint's revision is by now: it must always be possible to end a turn.
 *
 * @throws REVISION_CONFLICT when the turn has operations and the Blueprint has moved on since it began.
 */
export function blueprintAfterTurn(blueprint: Blueprint, turn: Turn, result: TurnResult): Blueprint {
  if (result.operations.length === 0) return { ...blueprint, updatedAt: result.finishedAt };
  if (blueprint.revision !== turn.baseRevision) {
    throw revisionConflict(blueprint, `revision ${turn.baseRevision}, on which the turn began`);
  }
  return {
    ...blueprint,
    ...result.content,
    status: result.blueprintStatus,
    updatedAt: result.finishedAt,
    hash: result.hash,
    revision: blueprint.revision + 1,
    approval: null,
  };
}

/** The turn as it is kept once it has ended. */
export function turnAfterResult(turn: Turn, result: TurnResult, revision: number): Turn {
  return {
    ...turn,
    status: result.status,
    reply: result.reply,
    mode: result.mode,
    model: result.model,
    usage: result.usage,
    finishedAt: result.finishedAt,
    revision,
  };
}

/**
 * Checks that an approval is for what stands there now.
 *
 * @throws REVISION_CONFLICT when it is for another revision or hash.
 */
export function requireApprovable(blueprint: Standing, approval: Approval): void {
  if (blueprint.revision === approval.revision && blueprint.hash === approval.hash) return;
  throw revisionConflict(blueprint, `the approved revision ${approval.revision} with hash ${approval.hash}`);
}
