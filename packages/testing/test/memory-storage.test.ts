import { createMemoryStorage } from '@orchard-studio/core/memory';
import { describe, it } from 'vitest';
import {
  blobStoreKit,
  blueprintStoreKit,
  environmentStoreKit,
  featureStoreKit,
  operationStoreKit,
  projectStoreKit,
  registerKit,
  ticketStoreKit,
} from '../src/index.ts';

const runner = { describe, it };

registerKit(projectStoreKit, () => createMemoryStorage().projects, runner);
registerKit(environmentStoreKit, () => createMemoryStorage(), runner);
registerKit(blueprintStoreKit, () => createMemoryStorage().blueprints, runner);
registerKit(featureStoreKit, () => createMemoryStorage().features, runner);
registerKit(ticketStoreKit, () => createMemoryStorage().tickets, runner);
registerKit(blobStoreKit, () => createMemoryStorage(), runner);
registerKit(operationStoreKit, () => createMemoryStorage().operations, runner);
