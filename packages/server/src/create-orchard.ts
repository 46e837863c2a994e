import { createArchitect } from '@orchard-studio/architect';
import { createGuidedProposer } from '@orchard-studio/architect/guided';
import { type Executor, randomIds, silentLogger, silentMetrics, systemClock } from '@orchard-studio/core';
import { createRunner, type Runner } from '@orchard-studio/orchestrator';
import type { OrchardConfig, Ports } from './config.ts';
import { measure } from './measure.ts';
import { restoreEnvironments } from './restore-environments.ts';
import { createDeployStep } from './steps/deploy-step.ts';
import { createStreams, type Streams } from './streams/streams.ts';
import { createTreeRegistry, type TreeRegistry } from './trees.ts';
import { type Blueprints, createBlueprints } from './use-cases/blueprints.ts';
import { createOperations, type Operations } from './use-cases/operations.ts';
import { createProjects, type Projects } from './use-cases/projects.ts';
import { createTemplates, type Templates } from './use-cases/templates.ts';

/** The whole SDK, assembled. Every call takes the tenant it acts for. */
export interface Orchard {
  readonly projects: Projects;
  readonly blueprints: Blueprints;
  readonly operations: Operations;
  readonly templates: Templates;
  /** The trees the host registered. */
  readonly trees: Pick<TreeRegistry, 'list'>;
  readonly runner: Runner;
  /** Live event logs for clients. Callers check who may see what. */
  readonly streams: Streams;
  /**
   * Takes up what an earlier process left: open turns and operations, and the apps that ran. Call it once after a
   * start. Resolves when turns and operations are taken up; `environments` resolves when the apps are up again.
   */
  recover(): Promise<{ readonly environments: Promise<void> }>;
  /** Sets the gauges of the configured metrics to what this process does now: call it before they are fetched. */
  measure(): void;
  /** Stops running attempts, which the next start takes up. Leaves no timer and no handle. */
  close(): Promise<void>;
}

/**
 * Joins the libraries over the given ports. Nothing happens at construction: no timer, no socket, no read.
 *
 * @throws TREE_INVALID when a given tree is not valid.
 * @example
 * const orchard = createOrchard({ storage, executors: { agent }, trees: [buildFeatureYaml], deployer });
 * const project = await orchard.projects.create({ tenantId, name: 'cool project' });
 */
export function createOrchard(config: OrchardConfig): Orchard {
  const ports: Ports = {
    storage: config.storage,
    deployer: config.deployer,
    clock: config.clock ?? systemClock,
    ids: config.ids ?? randomIds,
    logger: config.logger ?? silentLogger,
  };
  const { clock, ids, logger } = ports;
  const metrics = config.metrics ?? silentMetrics;
  const executors: Record<string, Executor> = { deploy: createDeployStep(ports), ...config.executors };
  const trees = createTreeRegistry(config.trees);
  const runner = createRunner({
    store: config.storage.operations,
    executors,
    trees: (name, inputs) => {
      const { plan, resolve } = trees.get(name);
      return { plan, inputs: resolve(inputs) };
    },
    clock,
    ids,
    logger,
    exclusive: config.exclusive ?? false,
    ...(config.redactor === undefined ? {} : { redactor: config.redactor }),
    ...(config.hints === undefined ? {} : { hints: config.hints }),
    metrics,
    ...(config.tracer === undefined ? {} : { tracer: config.tracer }),
  });
  const architect = createArchitect({
    store: config.storage.blueprints,
    proposer: config.proposer ?? createGuidedProposer(),
    clock,
    ids,
    logger,
  });
  const operations = createOperations({ ports, runner, trees });
  const streams = createStreams(
    {
      store: config.storage.operations,
      hints: runner.hints,
      clock,
      logger,
      metrics,
      viewOf: (operationId) => operations.view({ operationId }),
    },
    config.streams,
  );
  return {
    projects: createProjects(ports),
    blueprints: createBlueprints({ ports, architect, runner, trees }),
    operations,
    templates: createTemplates(config.templates),
    trees,
    runner,
    streams,
    recover: async () => {
      await architect.recover();
      const environments = await restoreEnvironments(ports);
      await runner.recover();
      return { environments: environments.done };
    },
    measure: () => measure(metrics, { runner, streams }),
    close: async () => {
      streams.close();
      await runner.close();
    },
  };
}
