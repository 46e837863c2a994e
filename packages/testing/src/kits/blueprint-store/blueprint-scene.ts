import type { Blueprint, BlueprintChange, BlueprintStore, Turn, TurnResult } from '@orchard-studio/core';
import { present } from '../../kit/expect.ts';
import { keyOf } from '../../records/blueprint-records.ts';
import { createRecords, type Records } from '../../records/records.ts';

/** One stored Blueprint and the moves the cases make on it. */
export interface BlueprintScene {
  readonly records: Records;
  readonly key: ReturnType<typeof keyOf>;
  /** The Blueprint as it was created. */
  readonly created: Blueprint;
  /** The Blueprint as the store has it now. */
  now(): Promise<Blueprint>;
  /** Starts a turn on the current revision. */
  start(fields?: Partial<Turn>): Promise<Turn>;
  /** A whole turn: start and finish. */
  takeTurn(changes: readonly BlueprintChange[], fields?: Partial<TurnResult>): Promise<Blueprint>;
  /** All that the store says of the Blueprint, to compare before and after. */
  everything(): Promise<unknown>;
}

/** The change that names the thing to build. */
export const naming = (name: string): readonly BlueprintChange[] => [
  { op: 'set', path: '/feature', value: name },
];

/** Stores a Blueprint and gives the moves on it. */
export async function blueprintScene(
  store: BlueprintStore,
  fields: Partial<Blueprint> = {},
): Promise<BlueprintScene> {
  const records = createRecords();
  const created = records.blueprint(fields);
  const key = keyOf(created);
  await store.createBlueprint({ blueprint: created });
  const now = async (): Promise<Blueprint> => present(await store.getBlueprint(key), 'The Blueprint');
  const start = async (turn: Partial<Turn> = {}): Promise<Turn> =>
    store.startTurn({ ...key, turn: records.turn(await now(), turn) });
  return {
    records,
    key,
    created,
    now,
    start,
    takeTurn: async (changes, result = {}) => {
      const turn = await start();
      const blueprint = await now();
      return store.finishTurn({
        ...key,
        result: records.turnResult({ blueprint, turn, changes, fields: result }),
      });
    },
    everything: async () => ({
      blueprint: await store.getBlueprint(key),
      turns: await store.listTurns(key),
      operations: await store.listOperations(key),
    }),
  };
}
