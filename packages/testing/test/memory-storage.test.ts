import { createMemoryStorage } from '@orchard-studio/core/memory';
import { describe, it } from 'vitest';
import {
  blueprintStoreKit,
  environmentStoreKit,
  featureStoreKit,
  operationStoreKit,
  projectStoreKit,
  registerKit,
} from '../src/index.ts';

const runner = { describe, it };

registerKit(projectStoreKit, () => createMemoryStorage().projects, runner);
registerKit(environmentStoreKit, () => createMemoryStorage(), runner);
registerKit(blueprintStoreKit, () => createMemoryStorage().blueprints, runner);
registerKit(featureStoreKit, () => createMemoryStorage().features, runner);
registerKit(operationStoreKit, () => createMemoryStorage().operations, runner);
