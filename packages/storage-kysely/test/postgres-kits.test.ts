import {
  blueprintStoreKit,
  environmentStoreKit,
  featureStoreKit,
  operationStoreKit,
  projectStoreKit,
  registerKit,
  ticketStoreKit,
} from '@orchard-studio/testing';
import { afterAll, describe, it } from 'vitest';
import type { PostgresStorage } from '../src/postgres/index.ts';
import { freshPostgresStorage } from './fresh-postgres.ts';

const runner = { describe, it };

const undo: (() => unknown)[] = [];
afterAll(async () => {
  for (const step of undo.toReversed()) await step();
});

for (const prepared of [true, false]) {
  // Records have ids and tenants of their own, so that the cases may share tables; making these takes long.
  let shared: Promise<PostgresStorage> | undefined;
  const make = (): Promise<PostgresStorage> => {
    shared ??= freshPostgresStorage({ defer: (step) => undo.push(step) }, { prepared });
    return shared;
  };
  describe(`PostgreSQL, ${prepared ? 'prepared' : 'unprepared'} statements`, () => {
    registerKit(operationStoreKit, async () => (await make()).operations, runner);
    if (!prepared) return;
    registerKit(projectStoreKit, async () => (await make()).projects, runner);
    registerKit(environmentStoreKit, make, runner);
    registerKit(blueprintStoreKit, async () => (await make()).blueprints, runner);
    registerKit(featureStoreKit, async () => (await make()).features, runner);
    registerKit(ticketStoreKit, async () => (await make()).tickets, runner);
  });
}
