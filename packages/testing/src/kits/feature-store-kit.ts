import type { FeatureStore } from '@orchard-studio/core';
import { refused, same } from '../kit/expect.ts';
import type { Kit, KitCase } from '../kit/kit.ts';
import { scribble } from '../kit/scribble.ts';
import { HOSTILE_TEXT, HOSTILE_TEXTS } from '../records/hostile-texts.ts';
import { createRecords } from '../records/records.ts';

const MEGABYTE = 1_048_576;

const lookups: readonly KitCase<FeatureStore>[] = [
  {
    id: 'round-trip',
    title: 'gives a Feature back as it was stored',
    run: async (store) => {
      const feature = createRecords().feature();
      const { projectId, id: featureId } = feature;
      same(await store.createFeature({ feature }), feature, 'The created Feature');
      same(await store.getFeature({ projectId, featureId }), feature, 'The Feature');
      same(await store.findFeature(feature), feature, 'The Feature of the revision');
    },
  },
  {
    id: 'unknown-id',
    title: 'knows nothing of ids it has not seen',
    run: async (store) => {
      const feature = createRecords().feature();
      const { projectId, id: featureId } = feature;
      same(await store.getFeature({ projectId, featureId }), undefined, 'An unknown Feature');
      same(await store.findFeature(feature), undefined, 'The Feature of an unknown Blueprint');
      same(await store.listFeatures({ projectId }), [], 'The list of an unknown project');
      await refused(
        store.setFeaturePhase({ projectId, featureId, phase: 'qa' }),
        'NOT_FOUND',
        'An unknown Feature',
      );
    },
  },
  {
    id: 'project-isolation',
    title: 'hides a Feature from every other project',
    run: async (store) => {
      const { feature } = createRecords();
      const [mine, other] = [feature(), feature()];
      for (const one of [mine, other]) await store.createFeature({ feature: one });
      const wrong = { projectId: other.projectId, featureId: mine.id };
      same(await store.getFeature(wrong), undefined, "Another project's Feature");
      same(await store.listFeatures(other), [other], "The other project's list");
      await refused(
        store.setFeaturePhase({ ...wrong, phase: 'qa' }),
        'NOT_FOUND',
        "Another project's Feature",
      );
      const { projectId, id: featureId } = mine;
      same(await store.getFeature({ projectId, featureId }), mine, 'The Feature');
    },
  },
  {
    id: 'newest-first',
    title: 'lists the newest first',
    run: async (store) => {
      const { feature } = createRecords();
      const first = feature({ slug: 'one' });
      const { projectId } = first;
      const [second, third] = [feature({ projectId, slug: 'two' }), feature({ projectId, slug: 'three' })];
      for (const one of [second, first, third]) await store.createFeature({ feature: one });
      same(await store.listFeatures({ projectId }), [third, second, first], 'The list');
    },
  },
];

const revisions: readonly KitCase<FeatureStore>[] = [
  {
    id: 'one-per-revision',
    title: 'keeps one Feature per Blueprint revision and gives the first one back',
    run: async (store) => {
      const { feature } = createRecords();
      const first = feature();
      const { projectId, blueprintId } = first;
      await store.createFeature({ feature: first });
      const again = feature({ projectId, blueprintId, title: 'Another' });
      same(await store.createFeature({ feature: again }), first, 'The Feature of the revision');
      const next = feature({ projectId, blueprintId, blueprintRevision: 2, slug: 'next' });
      same(await store.createFeature({ feature: next }), next, 'The Feature of the next revision');
      same(await store.listFeatures({ projectId }), [next, first], 'The list');
    },
  },
  {
    id: 'one-per-revision-concurrent',
    title: 'keeps one Feature per Blueprint revision when several are made at the same time',
    run: async (store) => {
      const { feature } = createRecords();
      const { projectId, blueprintId } = feature();
      const made = await Promise.all(
        Array.from({ length: 5 }, () =>
          store.createFeature({ feature: feature({ projectId, blueprintId }) }),
        ),
      );
      same(new Set(made.map(({ id }) => id)).size, 1, 'The number of Features');
      same(await store.listFeatures({ projectId }), [made[0]], 'The list');
    },
  },
  {
    id: 'slug-suffix',
    title: 'gives a slug taken within the project the first free suffix',
    run: async (store) => {
      const { feature } = createRecords();
      const { projectId } = feature();
      const got: string[] = [];
      for (const slug of ['shop-2', 'shop', 'shop', 'shop']) {
        got.push((await store.createFeature({ feature: feature({ projectId, slug }) })).slug);
      }
      same(got, ['shop-2', 'shop', 'shop-3', 'shop-4'], 'The slugs');
      const elsewhere = await store.createFeature({ feature: feature({ slug: 'shop' }) });
      same(elsewhere.slug, 'shop', 'The slug in another project');
    },
  },
  {
    id: 'slug-concurrent',
    title: 'gives Features made at the same time slugs of their own',
    run: async (store) => {
      const { feature } = createRecords();
      const { projectId } = feature();
      const made = Array.from({ length: 5 }, () =>
        store.createFeature({ feature: feature({ projectId, slug: 'shop' }) }),
      );
      const got = (await Promise.all(made)).map(({ slug }) => slug);
      same(got.toSorted(), ['shop', 'shop-2', 'shop-3', 'shop-4', 'shop-5'], 'The slugs');
    },
  },
];

const writes: readonly KitCase<FeatureStore>[] = [
  {
    id: 'set-phase',
    title: 'moves the phase and nothing else',
    run: async (store) => {
      const feature = createRecords().feature();
      const { projectId, id: featureId } = feature;
      await store.createFeature({ feature });
      await store.setFeaturePhase({ projectId, featureId, phase: 'released' });
      same(
        await store.getFeature({ projectId, featureId }),
        { ...feature, phase: 'released' },
        'The Feature',
      );
    },
  },
  {
    id: 'immutable',
    title: 'keeps its state apart from the records callers hold',
    run: async (store) => {
      const feature = createRecords().feature();
      const original = structuredClone(feature);
      const { projectId, id: featureId } = original;
      const creating = store.createFeature({ feature });
      scribble(feature);
      scribble(await creating);
      scribble(await store.getFeature({ projectId, featureId }));
      scribble(await store.findFeature(original));
      scribble(await store.listFeatures({ projectId }));
      same(await store.getFeature({ projectId, featureId }), original, 'The Feature');
    },
  },
  {
    id: 'hostile-text',
    title: 'keeps hostile titles and a spec of a megabyte as they are',
    run: async (store) => {
      const { feature } = createRecords();
      const spec = HOSTILE_TEXT.repeat(Math.ceil(MEGABYTE / HOSTILE_TEXT.length));
      for (const [at, title] of HOSTILE_TEXTS.entries()) {
        const stored = feature({ title, ...(at === 0 ? { spec } : {}) });
        await store.createFeature({ feature: stored });
        same(await store.findFeature(stored), stored, 'The Feature');
      }
    },
  },
];

/** What every {@link FeatureStore} must do. The subject is an empty (or shared) store. */
export const featureStoreKit: Kit<FeatureStore> = {
  port: 'feature-store',
  cases: [...lookups, ...revisions, ...writes],
};
