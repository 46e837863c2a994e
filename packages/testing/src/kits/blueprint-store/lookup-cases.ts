import type { BlueprintStore } from '@orchard-studio/core';
import { ensure, refused, same, settled } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { newTenantId } from '../../records/record-source.ts';
import { createRecords } from '../../records/records.ts';
import { blueprintScene, naming } from './blueprint-scene.ts';

export const lookupCases: readonly KitCase<BlueprintStore>[] = [
  {
    id: 'round-trip',
    title: 'gives a Blueprint back as it was stored, with and without a project',
    run: async (store) => {
      const inProject = await blueprintScene(store, { externalId: 'host-42' });
      same(await inProject.now(), inProject.created, 'The Blueprint');
      const alone = await blueprintScene(store, { projectId: null });
      same(await alone.now(), alone.created, 'The Blueprint without a project');
    },
  },
  {
    id: 'unknown-id',
    title: 'knows nothing of an id it has not seen',
    run: async (store) => {
      const records = createRecords();
      const blueprint = records.blueprint();
      const key = { tenantId: blueprint.tenantId, blueprintId: blueprint.id };
      const turn = records.turn(blueprint);
      same(await store.getBlueprint(key), undefined, 'An unknown Blueprint');
      same(await store.listTurns(key), [], 'Its turns');
      same(await store.listOperations(key), [], 'Its operations');
      same(await store.deleteBlueprint(key), false, 'Deleting it');
      const result = records.turnResult({ blueprint, turn });
      const approval = records.approval(blueprint);
      const at = records.nextInstant();
      await refused(store.startTurn({ ...key, turn }), 'NOT_FOUND', 'A turn of it');
      await refused(store.finishTurn({ ...key, result }), 'NOT_FOUND', 'The end of a turn of it');
      await refused(store.approveBlueprint({ ...key, approval }), 'NOT_FOUND', 'An approval of it');
      await refused(store.setBlueprintStatus({ ...key, status: 'ready', at }), 'NOT_FOUND', 'A status of it');
    },
  },
  {
    id: 'tenant-reads',
    title: 'hides a Blueprint, its turns and its operations from every other tenant',
    run: async (store) => {
      const { key, created, takeTurn } = await blueprintScene(store);
      await takeTurn(naming('Shop'));
      const stranger = { ...key, tenantId: newTenantId() };
      same(await store.getBlueprint(stranger), undefined, "Another tenant's Blueprint");
      same(await store.listTurns(stranger), [], "Another tenant's turns");
      same(await store.listOperations(stranger), [], "Another tenant's operations");
      const projectId = created.projectId ?? createRecords().project().id;
      same(await store.listBlueprints({ ...stranger, projectId }), [], "Another tenant's list");
    },
  },
  {
    id: 'tenant-writes',
    title: 'lets no other tenant change or delete a Blueprint',
    run: async (store) => {
      const scene = await blueprintScene(store);
      const turn = await scene.start();
      const before = await scene.everything();
      const stranger = { ...scene.key, tenantId: newTenantId() };
      const approval = scene.records.approval(scene.created);
      const result = scene.records.turnResult({ blueprint: scene.created, turn, changes: naming('Mine') });
      await refused(store.finishTurn({ ...stranger, result }), 'NOT_FOUND', 'The end of a turn');
      await refused(store.approveBlueprint({ ...stranger, approval }), 'NOT_FOUND', 'An approval');
      await refused(
        store.setBlueprintStatus({ ...stranger, status: 'discarded', at: result.finishedAt }),
        'NOT_FOUND',
        'A status',
      );
      const other = scene.records.turn(scene.created);
      await refused(store.startTurn({ ...stranger, turn: other }), 'NOT_FOUND', 'A turn');
      same(await store.deleteBlueprint(stranger), false, 'Deleting it');
      same(await scene.everything(), before, 'The Blueprint');
    },
  },
  {
    id: 'newest-first',
    title: "lists a project's Blueprints, the newest first",
    run: async (store) => {
      const { tenantId, project, blueprint } = createRecords();
      const projectId = project().id;
      const [first, second, third] = [
        blueprint({ projectId }),
        blueprint({ projectId }),
        blueprint({ projectId }),
      ];
      for (const one of [second, first, third, blueprint(), blueprint({ projectId: null })]) {
        await store.createBlueprint({ blueprint: one });
      }
      same(await store.listBlueprints({ tenantId, projectId }), [third, second, first], 'The list');
    },
  },
  {
    id: 'id-taken',
    title: 'refuses a second Blueprint with the same id and keeps the first',
    run: async (store) => {
      const scene = await blueprintScene(store);
      const thief = { ...scene.created, tenantId: newTenantId() };
      const outcome = await settled(store.createBlueprint({ blueprint: thief }));
      ensure(outcome.status === 'rejected', 'A taken id must be refused.');
      same(await scene.now(), scene.created, 'The first Blueprint');
    },
  },
  {
    id: 'delete',
    title: 'deletes a Blueprint with its turns and operations, and nothing else',
    run: async (store) => {
      const [scene, other] = [await blueprintScene(store), await blueprintScene(store)];
      for (const one of [scene, other]) await one.takeTurn(naming('Shop'));
      const kept = await other.everything();
      const turn = await scene.start();
      const result = scene.records.turnResult({ blueprint: await scene.now(), turn });
      same(await store.deleteBlueprint(scene.key), true, 'Deleting it');
      same(await store.deleteBlueprint(scene.key), false, 'Deleting it again');
      await refused(store.finishTurn({ ...scene.key, result }), 'NOT_FOUND', 'The end of a deleted turn');
      const gone = { blueprint: undefined, turns: [], operations: [] };
      same(await scene.everything(), gone, 'The deleted Blueprint');
      same(await other.everything(), kept, 'The other Blueprint');
    },
  },
];
