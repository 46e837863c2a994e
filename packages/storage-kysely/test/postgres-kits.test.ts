import {
  blueprintStoreKit,
  type CaseScope,
  environmentStoreKit,
  featureStoreKit,
  operationStoreKit,
  projectStoreKit,
  registerKit,
  ticketStoreKit,
} from '@orchard-studio/testing';
import { describe, it } from 'vitest';
import { freshPostgresStorage } from './fresh-postgres.ts';

const runner = { describe, it };

for (const prepared of [true, false]) {
  const make = (scope: CaseScope) => freshPostgresStorage(scope, { prepared });
  describe(`PostgreSQL, ${prepared ? 'prepared' : 'unprepared'} statements`, () => {
    registerKit(operationStoreKit, async (scope) => (await make(scope)).operations, runner);
    if (!prepared) return;
    registerKit(projectStoreKit, async (scope) => (await make(scope)).projects, runner);
    registerKit(environmentStoreKit, make, runner);
    registerKit(blueprintStoreKit, async (scope) => (await make(scope)).blueprints, runner);
    registerKit(featureStoreKit, async (scope) => (await make(scope)).features, runner);
    registerKit(ticketStoreKit, async (scope) => (await make(scope)).tickets, runner);
  });
}
