import { describe, expect, it } from 'vitest';
import {
  type BrokenAdapter,
  brokenBlobStores,
  brokenBlueprintStores,
  brokenDeployers,
  brokenEnvironmentStores,
  brokenExecutors,
  brokenFeatureStores,
  brokenModels,
  brokenOperationStores,
  brokenProjectStores,
  brokenTicketStores,
  brokenWorkspaces,
} from '../src/bad/index.ts';
import {
  blobStoreKit,
  blueprintStoreKit,
  deployerKit,
  environmentStoreKit,
  executorKit,
  featureStoreKit,
  type Kit,
  languageModelKit,
  operationStoreKit,
  projectStoreKit,
  runKit,
  ticketStoreKit,
  workspaceKit,
} from '../src/index.ts';

function proveCaught<Subject>(kit: Kit<Subject>, adapters: readonly BrokenAdapter<Subject>[]): void {
  describe(`${kit.port} kit`, () => {
    it.each(adapters)('catches one that $fault', async ({ make, caughtBy }) => {
      const { cases } = await runKit(kit, make);
      const failed = cases.filter(({ status }) => status === 'failed').map(({ id }) => id);
      expect(failed.toSorted()).toEqual(caughtBy.toSorted());
    });
  });
}

proveCaught(projectStoreKit, brokenProjectStores);
proveCaught(environmentStoreKit, brokenEnvironmentStores);
proveCaught(featureStoreKit, brokenFeatureStores);
proveCaught(ticketStoreKit, brokenTicketStores);
proveCaught(blueprintStoreKit, brokenBlueprintStores);
proveCaught(operationStoreKit, brokenOperationStores);
proveCaught(blobStoreKit, brokenBlobStores);
proveCaught(executorKit, brokenExecutors);
proveCaught(languageModelKit, brokenModels);
proveCaught(workspaceKit, brokenWorkspaces);
proveCaught(deployerKit, brokenDeployers);
