import {
  type Environment,
  type EnvironmentStatus,
  type Executor,
  type ExecutorRequest,
  environmentNameSchema,
  OrchardError,
  parseOrThrow,
  slugSchema,
} from '@orchard-studio/core';
import { z } from 'zod';
import type { Ports } from '../config.ts';

const withSchema = z.strictObject({ environment: environmentNameSchema.default('staging') });
const inputsSchema = z.object({ projectSlug: slugSchema });
const outputsSchema = z.object({ commit: z.string().regex(/^[0-9a-f]{40,64}$/, 'is not a commit') });

function commitOf(needs: ExecutorRequest['needs']): string {
  for (const outputs of Object.values(needs)) {
    const parsed = outputsSchema.safeParse(outputs);
    if (parsed.success) return parsed.data.commit;
  }
  throw new OrchardError('INVALID_INPUT', 'The deploy step needs a step whose outputs hold a `commit`.');
}

/** `uses: deploy` — brings the commit of a step it needs up in an environment. */
export function createDeployStep(ports: Ports): Executor {
  const { deployer, storage, clock } = ports;
  return {
    specVersion: 'v1',
    name: 'deploy',
    execute: async ({ operation, step, needs }, { emit, signal }) => {
      if (deployer === undefined) throw new OrchardError('PORT_MISSING', 'No deployer is configured.');
      const { projectId } = operation;
      if (projectId === null)
        throw new OrchardError('INVALID_INPUT', 'Only a project’s operation can deploy.');
      const { environment: name } = parseOrThrow(withSchema, step.with, 'The deploy step');
      const { projectSlug } = parseOrThrow(inputsSchema, operation.inputs, 'The inputs');
      const commit = commitOf(needs);
      const target = { projectId, slug: projectSlug, environment: name };
      const write = async (status: EnvironmentStatus, patch: Partial<Environment> = {}): Promise<void> => {
        // Read anew each time: another operation may have deployed here meanwhile.
        const before = await storage.environments.getEnvironment({ projectId, name });
        const environment: Environment = {
          url: null,
          directUrl: null,
          deployedRelease: null,
          deployedAt: null,
          ...before,
          ...patch,
          projectId,
          name,
          enabled: true,
          status,
        };
        await storage.environments.putEnvironment({ environment });
      };
      await write('deploying');
      try {
        emit({ type: 'log', level: 'info', message: `Deploying ${commit.slice(0, 12)} to ${name}.` });
        const { url, directUrl } = await deployer.deploy({
          target,
          commit,
          onLog: ({ line }) => emit({ type: 'log', level: 'info', message: line }),
          signal,
        });
        await write('healthy', {
          url,
          directUrl,
          deployedRelease: commit,
          deployedAt: clock.now().toISOString(),
        });
        emit({ type: 'log', level: 'info', message: `Healthy at ${url}` });
        return { status: 'succeeded', outputs: { url, directUrl, commit }, url };
      } catch (error) {
        // What ran before still runs: a failed deployment changes nothing for visitors. The stored status may be the
        // `deploying` of a process that died, so the deployer is asked.
        const { status } = await deployer.health({ target });
        await write(status === 'healthy' ? 'healthy' : 'unhealthy');
        throw error;
      }
    },
  };
}
