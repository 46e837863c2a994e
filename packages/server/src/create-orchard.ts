import { createArchitect, type Proposer } from '@orchard-studio/architect';
import { createGuidedProposer } from '@orchard-studio/architect/guided';
import { createModelProposer } from '@orchard-studio/architect/model';
import {
  type BlobStore,
  type Executor,
  randomIds,
  type Storage,
  silentLogger,
  silentMetrics,
  systemClock,
} from '@orchard-studio/core';
import {
  createRunner,
  type Maintenance,
  maintain,
  type Runner,
  withArchive,
} from '@orchard-studio/orchestrator';
import type { OrchardConfig, Ports } from './config.ts';
import { measure } from './measure.ts';
import { restoreEnvironments } from './restore-environments.ts';
import { createDeployStep } from './steps/deploy-step.ts';
import { createStreams, type Streams } from './streams/streams.ts';
import { createTreeRegistry, type TreeRegistry } from './trees.ts';
import { type Artifacts, createArtifacts } from './use-cases/artifacts.ts';
import { type Blueprints, createBlueprints } from './use-cases/blueprints.ts';
import { createOperations, type Operations } from './use-cases/operations.ts';
import { createProjects, type Projects } from './use-cases/projects.ts';
import { createTemplates, type Templates } from './use-cases/templates.ts';
import { createTickets, type Tickets } from './use-cases/tickets.ts';
import { createTurns, type Turns } from './use-cases/turns.ts';

/** The whole SDK, assembled. Every call takes the tenant it acts for. */
export interface Orchard {
  readonly projects: Projects;
  readonly blueprints: Blueprints;
  /** Turns of the interview while they are answered. */
  readonly turns: Turns;
  readonly operations: Operations;
  /** Large outputs of steps. */
  readonly artifacts: Artifacts;
  readonly templates: Templates;
  /** Open one stream each, for pages that cannot send headers. */
  readonly tickets: Tickets;
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
  /**
   * Archives the logs of old operations and deletes older ones, as `retention` says. Call it now and then: once a day,
   * say. It works in small batches, may be killed at any instant, and by several processes at once.
   */
  maintain(request?: { readonly signal?: AbortSignal }): Promise<Maintenance>;
  /** Sets the gauges of the configured metrics to what this process does now: call it before they are fetched. */
  measure(): void;
  /** Stops running attempts, which the next start takes up. Leaves no timer and no handle. */
  close(): Promise<void>;
}

/** Who interviews: the host's own, a model with the guided interviewer behind it, or that one alone. */
function proposerOf({ proposer, languageModel, architect, logger = silentLogger }: OrchardConfig): Proposer {
  const guided = createGuidedProposer();
  if (proposer !== undefined) return proposer;
  if (languageModel === undefined) return guided;
  return createModelProposer({ ...architect, model: languageModel, fallback: guided, logger });
}

/** The storage, whose readers of logs need not know what has been archived. */
const wholeLogs = (storage: Storage, blobs: BlobStore | undefined): Storage =>
  blobs === undefined ? storage : { ...storage, operations: withArchive(storage.operations, blobs) };

/**
 * Joins the libraries over the given ports. Nothing happens at construction: no timer, no socket, no read.
 *
 * @throws TREE_INVALID when a given tree is not valid.
 * @example
 * const orchard = createOrchard({ storage, executors: { agent }, trees: [buildFeatureYaml], deployer });
 * const project = await orchard.projects.create({ tenantId, name: 'cool project' });
 */
export function createOrchard(config: OrchardConfig): Orchard {
  const blobs = config.blobs ?? config.storage.blobs;
  const ports: Ports = {
    storage: wholeLogs(config.storage, blobs),
    blobs,
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
    store: ports.storage.operations,
    ...(blobs === undefined ? {} : { blobs }),
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
    proposer: proposerOf(config),
    clock,
    ids,
    logger,
  });
  const turns = createTurns({ ports, architect });
  const operations = createOperations({ ports, runner, trees });
  const streams = createStreams(
    {
      store: ports.storage.operations,
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
    blueprints: createBlueprints({ ports, turns, runner, trees }),
    turns,
    operations,
    artifacts: createArtifacts(ports),
    templates: createTemplates(config.templates),
    tickets: createTickets(ports, config.streams?.ticketMs),
    trees,
    runner,
    streams,
    recover: async () => {
      await architect.recover();
      const environments = await restoreEnvironments(ports);
      await runner.recover();
      return { environments: environments.done };
    },
    maintain: ({ signal } = {}) =>
      maintain({ ...config.retention, store: config.storage.operations, blobs, clock, signal }),
    measure: () => measure(metrics, { runner, streams }),
    close: async () => {
      streams.close();
      await runner.close();
    },
  };
}
