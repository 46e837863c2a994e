import {
  type CommittedTransition,
  isOrchardError,
  type OperationId,
  type OperationTransition,
} from '@orchard-studio/core';
import { notFound, versionConflict } from '@orchard-studio/core/memory';
import { leaseOf } from '../../ledger/claims.ts';
import type { PostgresDatabase } from '../postgres-database.ts';
import { OWN_EVENT, OWN_STEP } from './commit-alone-sql.ts';
import { encodeBlobs, encodeEvent, encodeMove, encodeStep, type Fields, parameter } from './encode.ts';
import { Gather } from './gather.ts';
import { MOVE, valuesOf } from './inputs.ts';
import type { LedgerSql } from './sql.ts';

interface Encoded {
  readonly operationId: OperationId;
  readonly ifVersion: number;
  readonly move: readonly Fields[];
  readonly steps: readonly Fields[];
  readonly events: readonly Fields[];
  readonly expired: readonly Fields[];
  readonly blobs: readonly Fields[];
  /** Combinations of a matrix are made while it runs; every other step is there from the beginning. */
  readonly mayAdd: boolean;
}

interface MovedRow {
  readonly place: number;
  readonly version: number;
  readonly last_seq: number;
  readonly now_ms: number;
}

function encode(transition: OperationTransition): Encoded {
  const { operationId, ifVersion, steps, events, expired = [] } = transition;
  const move = encodeMove(transition, leaseOf(transition));
  const encoded = steps.map(encodeStep);
  return {
    operationId,
    ifVersion,
    move: [move],
    steps: encoded,
    events: events.map(encodeEvent),
    expired: expired.map((key) => ({ key })),
    mayAdd: steps.some(({ matrix }) => matrix !== null),
    blobs: encodeBlobs([move.outputs, ...encoded.map(({ outputs }) => outputs)]),
  };
}

/** Statements of single transitions up to this size are kept ready. */
const MOST_STEPS = 4;
const MOST_EVENTS = 8;

function statementFor(
  { commit }: LedgerSql,
  batch: readonly Encoded[],
): [text: string, values: readonly unknown[]] {
  const [one] = batch;
  const [steps = 0, events = 0] = [one?.steps.length, one?.events.length];
  const small = steps >= 1 && steps <= MOST_STEPS && events >= 1 && events <= MOST_EVENTS;
  const plain = batch.every(({ blobs }) => blobs.length === 0);
  if (one !== undefined && batch.length === 1 && one.expired.length === 0 && plain && small) {
    const values = [
      ...valuesOf(MOVE, one.move),
      ...valuesOf(OWN_STEP, one.steps),
      ...valuesOf(OWN_EVENT, one.events),
    ];
    return [commit.alone({ steps, events, mayAdd: one.mayAdd }), values];
  }
  const parts = [
    batch.map(({ move }) => move),
    batch.map((item) => item.steps),
    batch.map((item) => item.events),
  ];
  const expired = batch.map((item) => item.expired);
  if (!plain) return [commit.manyUsing, [...parts, expired, batch.map(({ blobs }) => blobs)].map(parameter)];
  if (!expired.some(({ length }) => length > 0)) return [commit.many, parts.map(parameter)];
  return [commit.manyExpired, [...parts, expired].map(parameter)];
}

/** Commits transitions: one statement for all that come while another is on its way. */
export function createCommit(
  database: PostgresDatabase,
  sql: LedgerSql,
): (transition: OperationTransition) => Promise<CommittedTransition> {
  const refusals = async (batch: readonly Encoded[]): Promise<(encoded: Encoded) => Error> => {
    const ids = batch.map(({ operationId }) => operationId);
    const rows = await database.query<{ readonly id: OperationId }>(sql.exist, [ids]);
    const known = new Set(rows.map(({ id }) => id));
    return ({ operationId, ifVersion }) =>
      known.has(operationId) ? versionConflict(operationId, ifVersion) : notFound('operation', operationId);
  };
  const run = async (batch: readonly Encoded[]): Promise<readonly (CommittedTransition | Error)[]> => {
    const rows = await database.query<MovedRow>(...statementFor(sql, batch));
    const moved = new Map(rows.map((row) => [row.place, row]));
    const refuse = moved.size === batch.length ? undefined : await refusals(batch);
    return batch.map((encoded, at) => {
      const row = moved.get(at + 1);
      if (row !== undefined)
        return { version: row.version, lastSeq: row.last_seq, committedAt: Number(row.now_ms) };
      return refuse?.(encoded) ?? versionConflict(encoded.operationId, encoded.ifVersion);
    });
  };
  const gather = new Gather({
    run,
    keyOf: ({ operationId }: Encoded) => operationId,
    // A lost connection is nobody's fault, and leaves open what has happened.
    isOwnFault: (error) => isOrchardError(error) && error.code === 'INTERNAL',
  });
  return async (transition) => gather.add(encode(transition));
}
