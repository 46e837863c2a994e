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
import type { Durability } from '../src/index.ts';
import { freshStorage } from './fresh-storage.ts';

const runner = { describe, it };

for (const durability of ['normal', 'full'] satisfies readonly Durability[]) {
  const make = (scope: CaseScope) => freshStorage(scope, { durability });
  describe(`SQLite file, durability ${durability}`, () => {
    registerKit(projectStoreKit, async (scope) => (await make(scope)).projects, runner);
    registerKit(environmentStoreKit, make, runner);
    registerKit(blueprintStoreKit, async (scope) => (await make(scope)).blueprints, runner);
    registerKit(featureStoreKit, async (scope) => (await make(scope)).features, runner);
    registerKit(ticketStoreKit, async (scope) => (await make(scope)).tickets, runner);
    registerKit(operationStoreKit, async (scope) => (await make(scope)).operations, runner);
  });
}
