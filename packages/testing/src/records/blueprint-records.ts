import {
  type Approval,
  applyChanges,
  type Blueprint,
  type BlueprintChange,
  type BlueprintKey,
  blueprintSchema,
  contentOf,
  emptyBlueprintContent,
  hashBlueprint,
  type Turn,
  type TurnResult,
  turnSchema,
} from '@orchard-studio/core';
import type { RecordSource } from './record-source.ts';

/** What a turn is made to do. */
export interface TurnPlan {
  /** The Blueprint as it stands. */
  readonly blueprint: Blueprint;
  readonly turn: Turn;
  /** What the turn changes. None by default. */
  readonly changes?: readonly BlueprintChange[];
  readonly fields?: Partial<TurnResult>;
}

/** Builders of Blueprints and turns. */
export interface BlueprintRecords {
  /** An empty Blueprint at revision 0. */
  blueprint(fields?: Partial<Blueprint>): Blueprint;
  /** A running turn on the Blueprint's current revision. */
  turn(blueprint: Blueprint, fields?: Partial<Turn>): Turn;
  /** A finished turn: the changes applied, with the operations, content and hash that come of them. */
  turnResult(plan: TurnPlan): TurnResult;
  /** A person's approval of the Blueprint as it stands. */
  approval(blueprint: Blueprint, fields?: Partial<Approval>): Approval;
}

/** The key of a Blueprint, for every call of the store. */
export function keyOf(blueprint: Pick<Blueprint, 'id' | 'tenantId'>): BlueprintKey {
  return { tenantId: blueprint.tenantId, blueprintId: blueprint.id };
}

function turnResult(source: RecordSource, { blueprint, turn, changes = [], fields }: TurnPlan): TurnResult {
  const { content, applied } = applyChanges(contentOf(blueprint), changes);
  return {
    turnId: turn.id,
    status: 'complete',
    reply: 'Noted.',
    mode: 'guided',
    model: null,
    usage: null,
    finishedAt: source.nextInstant(),
    operations: applied.map((change) => ({
      ...change,
      id: source.ids.next('blueprintOperation'),
      revision: blueprint.revision + 1,
      actor: 'architect',
      cause: { messageId: turn.id },
    })),
    content,
    hash: hashBlueprint(content),
    blueprintStatus: 'drafting',
    ...fields,
  };
}

export function blueprintRecords(source: RecordSource): BlueprintRecords {
  const { ids, tenantId, nextInstant } = source;
  return {
    blueprint: (fields) => {
      const at = nextInstant();
      return blueprintSchema.parse({
        id: ids.next('blueprint'),
        tenantId,
        projectId: ids.next('project'),
        externalId: null,
        locale: 'en',
        revision: 0,
        hash: hashBlueprint(emptyBlueprintContent()),
        status: 'drafting',
        approval: null,
        builtFeatureSlug: null,
        createdAt: at,
        updatedAt: at,
        ...emptyBlueprintContent(),
        ...fields,
      });
    },
    turn: (blueprint, fields) =>
      turnSchema.parse({
        id: ids.next('turn'),
        blueprintId: blueprint.id,
        seq: 1,
        status: 'running',
        message: 'I want a task tracker.',
        answers: [],
        reply: '',
        mode: 'guided',
        model: null,
        usage: null,
        baseRevision: blueprint.revision,
        revision: blueprint.revision,
        startedAt: nextInstant(),
        finishedAt: null,
        ...fields,
      }),
    turnResult: (plan) => turnResult(source, plan),
    approval: ({ revision, hash }, fields) => ({
      revision,
      hash,
      by: 'person@example.test',
      at: nextInstant(),
      ...fields,
    }),
  };
}
