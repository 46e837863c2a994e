import { type ProjectStore, slugSchema } from '@orchard-studio/core';
import { ensure, same, settled } from '../kit/expect.ts';
import type { Kit, KitCase } from '../kit/kit.ts';
import { scribble } from '../kit/scribble.ts';
import { HOSTILE_TEXTS } from '../records/hostile-texts.ts';
import { newTenantId } from '../records/record-source.ts';
import { createRecords } from '../records/records.ts';

const lookups: readonly KitCase<ProjectStore>[] = [
  {
    id: 'round-trip',
    title: 'gives a project back as it was stored',
    run: async (store) => {
      const project = createRecords().project({ externalId: 'host-42' });
      same(await store.createProject({ project }), project, 'The created project');
      const { tenantId, id: projectId } = project;
      same(await store.getProject({ tenantId, projectId }), project, 'The project');
    },
  },
  {
    id: 'unknown-id',
    title: 'knows nothing of an id or a tenant it has not seen',
    run: async (store) => {
      const { tenantId, project } = createRecords();
      same(await store.getProject({ tenantId, projectId: project().id }), undefined, 'An unknown project');
      same(await store.listProjects({ tenantId }), [], 'The list of an unknown tenant');
    },
  },
  {
    id: 'tenant-isolation',
    title: 'hides a project from every other tenant',
    run: async (store) => {
      const project = createRecords().project();
      await store.createProject({ project });
      const stranger = newTenantId();
      const seen = await store.getProject({ tenantId: stranger, projectId: project.id });
      same(seen, undefined, "Another tenant's project");
      same(await store.listProjects({ tenantId: stranger }), [], "A stranger's list");
    },
  },
  {
    id: 'newest-first',
    title: 'lists the newest first, at most as many as asked for',
    run: async (store) => {
      const { tenantId, project } = createRecords();
      const [oldest, middle, newest] = [project(), project(), project()];
      for (const one of [middle, oldest, newest]) await store.createProject({ project: one });
      same(await store.listProjects({ tenantId }), [newest, middle, oldest], 'The list');
      same(await store.listProjects({ tenantId, limit: 2 }), [newest, middle], 'The limited list');
    },
  },
];

const writes: readonly KitCase<ProjectStore>[] = [
  {
    id: 'id-taken',
    title: 'refuses a second project with the same id and keeps the first',
    run: async (store) => {
      const project = createRecords().project();
      await store.createProject({ project });
      const thief = { ...project, tenantId: newTenantId(), name: 'Thief' };
      const outcome = await settled(store.createProject({ project: thief }));
      ensure(outcome.status === 'rejected', 'A taken id must be refused.');
      const { tenantId, id: projectId } = project;
      same(await store.getProject({ tenantId, projectId }), project, 'The first project');
    },
  },
  {
    id: 'immutable',
    title: 'keeps its state apart from the records callers hold',
    run: async (store) => {
      const project = createRecords().project();
      const original = structuredClone(project);
      const { tenantId, id: projectId } = original;
      const creating = store.createProject({ project });
      scribble(project);
      scribble(await creating);
      scribble(await store.getProject({ tenantId, projectId }));
      scribble(await store.listProjects({ tenantId }));
      same(await store.getProject({ tenantId, projectId }), original, 'The project');
    },
  },
  {
    id: 'hostile-text',
    title: 'keeps hostile names and external ids as they are',
    run: async (store) => {
      const records = createRecords();
      for (const text of HOSTILE_TEXTS) {
        const project = {
          ...records.project(),
          name: text.slice(0, 120) || 'x',
          externalId: text.slice(0, 200),
        };
        await store.createProject({ project });
        const { tenantId, id: projectId } = project;
        same(await store.getProject({ tenantId, projectId }), project, 'The project');
      }
    },
  },
];

const slugs: readonly KitCase<ProjectStore>[] = [
  {
    id: 'slug-suffix',
    title: 'gives a taken slug the first free suffix, over all tenants',
    run: async (store) => {
      const [mine, theirs] = [createRecords(), createRecords()];
      const { slug } = mine.project();
      const wanted = [`${slug}-2`, slug, slug, slug];
      const got: string[] = [];
      for (const [at, one] of wanted.entries()) {
        const project = (at % 2 === 0 ? mine : theirs).project({ slug: one });
        const created = await store.createProject({ project });
        const stored = await store.getProject({ tenantId: project.tenantId, projectId: project.id });
        same(stored, created, 'The stored project');
        got.push(created.slug);
      }
      same(got, [`${slug}-2`, slug, `${slug}-3`, `${slug}-4`], 'The slugs');
    },
  },
  {
    id: 'slug-concurrent',
    title: 'gives projects made at the same time slugs of their own',
    run: async (store) => {
      const records = createRecords();
      const { slug } = records.project();
      const made = Array.from({ length: 10 }, () =>
        store.createProject({ project: records.project({ slug }) }),
      );
      const got = (await Promise.all(made)).map((project) => project.slug);
      const wanted = [slug, ...Array.from({ length: 9 }, (_, at) => `${slug}-${at + 2}`)];
      same(got.toSorted(), wanted.toSorted(), 'The slugs');
    },
  },
  {
    id: 'slug-long',
    title: 'keeps a suffixed slug within the length of a slug',
    run: async (store) => {
      const records = createRecords();
      const slug = records.project().slug.padEnd(40, 'x');
      await store.createProject({ project: records.project({ slug }) });
      const second = await store.createProject({ project: records.project({ slug }) });
      ensure(slugSchema.safeParse(second.slug).success, `"${second.slug}" is not a slug.`);
      ensure(second.slug.endsWith('-2'), `"${second.slug}" does not end with -2.`);
    },
  },
];

/** What every {@link ProjectStore} must do. The subject is an empty (or shared) store. */
export const projectStoreKit: Kit<ProjectStore> = {
  port: 'project-store',
  cases: [...lookups, ...writes, ...slugs],
};
