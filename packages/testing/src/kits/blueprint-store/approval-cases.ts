import type { BlueprintStore } from '@orchard-studio/core';
import { refused, same } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { blueprintScene, naming } from './blueprint-scene.ts';

export const approvalCases: readonly KitCase<BlueprintStore>[] = [
  {
    id: 'approve',
    title: 'records an approval of the current revision and hash',
    run: async (store) => {
      const { key, records, takeTurn, now } = await blueprintScene(store);
      const blueprint = await takeTurn(naming('Shop'));
      const approval = records.approval(blueprint);
      const expected = { ...blueprint, approval, status: 'approved', updatedAt: approval.at };
      same(await store.approveBlueprint({ ...key, approval }), expected, 'The Blueprint given back');
      same(await now(), expected, 'The Blueprint');
    },
  },
  {
    id: 'approve-stale',
    title: 'refuses an approval of another revision or hash',
    run: async (store) => {
      const { key, created, records, takeTurn, now } = await blueprintScene(store);
      const old = records.approval(created);
      const blueprint = await takeTurn(naming('Shop'));
      for (const approval of [old, { ...old, revision: 1 }, { ...old, hash: blueprint.hash }]) {
        await refused(store.approveBlueprint({ ...key, approval }), 'REVISION_CONFLICT', 'A stale approval');
      }
      same(await now(), blueprint, 'The Blueprint');
    },
  },
  {
    id: 'approval-voided',
    title: 'voids the approval when a turn changes the Blueprint',
    run: async (store) => {
      const { key, created, records, takeTurn, now } = await blueprintScene(store);
      await store.approveBlueprint({ ...key, approval: records.approval(created) });
      await takeTurn(naming('Changed'));
      same((await now()).approval, null, 'The approval');
    },
  },
  {
    id: 'set-status',
    title: 'moves the status on and leaves content, revision and approval alone',
    run: async (store) => {
      const { key, records, takeTurn, now } = await blueprintScene(store);
      const blueprint = await takeTurn(naming('Shop'));
      const approval = records.approval(blueprint);
      await store.approveBlueprint({ ...key, approval });
      const [building, built] = [records.nextInstant(), records.nextInstant()];
      await store.setBlueprintStatus({ ...key, status: 'building', builtFeatureSlug: 'shop', at: building });
      const after = await store.setBlueprintStatus({ ...key, status: 'built', at: built });
      const expected = {
        ...blueprint,
        approval,
        status: 'built',
        builtFeatureSlug: 'shop',
        updatedAt: built,
      };
      same(after, expected, 'The Blueprint given back');
      same(await now(), expected, 'The Blueprint');
    },
  },
  {
    id: 'status-of-revision',
    title: 'leaves the status of a newer revision alone',
    run: async (store) => {
      const { key, records, takeTurn, now } = await blueprintScene(store);
      const earlier = await takeTurn(naming('Shop'));
      const later = await takeTurn(naming('Store'));
      const built = { ...key, status: 'built', builtFeatureSlug: 'shop' } as const;
      const stale = { ...built, ifRevision: earlier.revision, at: records.nextInstant() };
      same(await store.setBlueprintStatus(stale), later, 'The Blueprint given back');
      same(await now(), later, 'The Blueprint');
      const fresh = { ...built, ifRevision: later.revision, at: records.nextInstant() };
      same((await store.setBlueprintStatus(fresh)).status, 'built', 'The status');
    },
  },
];
