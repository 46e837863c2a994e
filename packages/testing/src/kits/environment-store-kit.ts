import type { Environment, Storage } from '@orchard-studio/core';
import { present, same } from '../kit/expect.ts';
import type { Kit, KitCase } from '../kit/kit.ts';
import { scribble } from '../kit/scribble.ts';
import { HOSTILE_TEXTS } from '../records/hostile-texts.ts';
import { createRecords } from '../records/records.ts';

/** An environment store, and the project store it joins. */
export type EnvironmentStoreSubject = Pick<Storage, 'environments' | 'projects'>;

/** Stores a fresh project and gives builders for it. */
async function withProject({ projects }: EnvironmentStoreSubject) {
  const records = createRecords();
  const project = await projects.createProject({ project: records.project() });
  const environment = (fields: Partial<Environment> = {}): Environment =>
    records.environment({ projectId: project.id, ...fields });
  return { project, environment };
}

const deployed = {
  status: 'healthy',
  deployedRelease: 'a1b2c3',
  deployedAt: '2026-01-02T03:04:05.000Z',
} as const;

const cases: readonly KitCase<EnvironmentStoreSubject>[] = [
  {
    id: 'round-trip',
    title: 'gives an environment back as it was put',
    run: async (subject) => {
      const { environment } = await withProject(subject);
      const put = environment({ ...deployed, url: 'http://staging.shop.localhost:3000', directUrl: null });
      await subject.environments.putEnvironment({ environment: put });
      same(await subject.environments.getEnvironment(put), put, 'The environment');
    },
  },
  {
    id: 'put-replaces',
    title: 'replaces an environment whole, under its project and name',
    run: async (subject) => {
      const { project, environment } = await withProject(subject);
      await subject.environments.putEnvironment({
        environment: environment({ ...deployed, url: 'http://a' }),
      });
      const second = environment({ status: 'stopped' });
      await subject.environments.putEnvironment({ environment: second });
      const listed = await subject.environments.listEnvironments({ projectId: project.id });
      same(listed, [second], 'The environments');
    },
  },
  {
    id: 'staging-first',
    title: 'lists the environments of one project only, staging first',
    run: async (subject) => {
      const [mine, other] = [await withProject(subject), await withProject(subject)];
      const [staging, production] = [
        mine.environment(),
        mine.environment({ name: 'production', enabled: false }),
      ];
      for (const one of [production, other.environment(), staging]) {
        await subject.environments.putEnvironment({ environment: one });
      }
      const listed = await subject.environments.listEnvironments({ projectId: mine.project.id });
      same(listed, [staging, production], 'The environments');
    },
  },
  {
    id: 'unknown-id',
    title: 'knows nothing of a project or name it has not seen',
    run: async (subject) => {
      const { project, environment } = await withProject(subject);
      await subject.environments.putEnvironment({ environment: environment() });
      const missing = { projectId: project.id, name: 'production' } as const;
      same(await subject.environments.getEnvironment(missing), undefined, 'A name never put');
      const projectId = createRecords().project().id;
      same(await subject.environments.listEnvironments({ projectId }), [], 'An unknown project');
    },
  },
  {
    id: 'deployed',
    title: 'lists the deployed ones of all projects, each with its project as stored',
    run: async (subject) => {
      const [one, two, three] = [
        await withProject(subject),
        await withProject(subject),
        await withProject(subject),
      ];
      const put = [one.environment(deployed), two.environment(deployed), three.environment()];
      for (const environment of put) await subject.environments.putEnvironment({ environment });
      await subject.environments.putEnvironment({ environment: two.environment({ status: 'stopped' }) });
      const listed = await subject.environments.listDeployedEnvironments({});
      const of = (id: string) => listed.filter(({ project }) => project.id === id);
      same(of(one.project.id), [{ project: one.project, environment: put[0] }], 'The deployed one');
      same(of(two.project.id), [], 'One that is deployed no more');
      same(of(three.project.id), [], 'One that never was deployed');
    },
  },
  {
    id: 'immutable',
    title: 'keeps its state apart from the records callers hold',
    run: async (subject) => {
      const { environment } = await withProject(subject);
      const put = environment(deployed);
      const original = structuredClone(put);
      const key = { projectId: put.projectId, name: put.name };
      const putting = subject.environments.putEnvironment({ environment: put });
      scribble(put);
      await putting;
      scribble(await subject.environments.getEnvironment(key));
      scribble(await subject.environments.listEnvironments(key));
      scribble(await subject.environments.listDeployedEnvironments({}));
      same(await subject.environments.getEnvironment(key), original, 'The environment');
    },
  },
  {
    id: 'hostile-text',
    title: 'keeps hostile addresses and release names as they are',
    run: async (subject) => {
      const { environment } = await withProject(subject);
      for (const text of HOSTILE_TEXTS) {
        const put = environment({ url: text, directUrl: text, deployedRelease: text });
        await subject.environments.putEnvironment({ environment: put });
        same(present(await subject.environments.getEnvironment(put), 'It'), put, 'The environment');
      }
    },
  },
];

/** What every `EnvironmentStore` must do. */
export const environmentStoreKit: Kit<EnvironmentStoreSubject> = { port: 'environment-store', cases };
