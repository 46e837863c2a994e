import {
  type AppTarget,
  appTargetSchema,
  type Blueprint,
  type Feature,
  featureIdSchema,
  isOperationEnd,
  type JsonObject,
  type Operation,
  OrchardError,
  type Project,
  type Readiness,
  slugify,
} from '@orchard-studio/core';
import type { Runner } from '@orchard-studio/orchestrator';
import { renderSpec } from '@orchard-studio/spec';
import type { Ports } from '../config.ts';
import { BUILD_TREE, type TreeRegistry } from '../trees.ts';
import { environmentsNow } from './projects.ts';

/** Name of the tree that builds a Feature. */

interface BuildContext {
  readonly ports: Ports;
  readonly runner: Runner;
  readonly trees: TreeRegistry;
  readonly project: Project;
  readonly blueprint: Blueprint;
  readonly readiness: Readiness;
  /** What the app is to run on; undefined for what it was built for last. */
  readonly target: AppTarget | undefined;
}

const keyPrefix = (blueprint: Blueprint): string => `build:${blueprint.id}:${blueprint.revision}:`;

/** How often a revision had been built when this build was started, itself included. */
const tryOf = ({ idempotencyKey }: Operation): number => Number(idempotencyKey?.split(':').at(-1) ?? 0);

async function operationsOf({ storage }: Ports, blueprint: Blueprint): Promise<readonly Operation[]> {
  const { tenantId, projectId } = blueprint;
  return projectId === null ? [] : storage.operations.listOperations({ tenantId, projectId });
}

/** The latest one by its number: clocks are set back. */
function latestBuild(operations: readonly Operation[], blueprint: Blueprint): Operation | undefined {
  const builds = operations.filter(({ idempotencyKey }) => idempotencyKey?.startsWith(keyPrefix(blueprint)));
  return builds.toSorted((a, b) => tryOf(b) - tryOf(a))[0];
}

/** The latest operation that builds this revision of the Blueprint. */
export async function findBuild(ports: Ports, blueprint: Blueprint): Promise<Operation | undefined> {
  return latestBuild(await operationsOf(ports, blueprint), blueprint);
}

/** What every app ran on before there was a choice. */
const FIRST_TARGET: AppTarget = 'node';

const targetOf = ({ inputs }: Operation): AppTarget =>
  appTargetSchema.safeParse(inputs.target).data ?? FIRST_TARGET;

/** What the app is built for: as asked, else as the last time. Undefined when nobody asks and the tree has no say. */
function chooseTarget(
  { target, trees }: BuildContext,
  operations: readonly Operation[],
): AppTarget | undefined {
  const { inputs } = trees.get(BUILD_TREE).tree;
  if (target !== undefined || inputs?.target === undefined) return target;
  const last = operations.find((operation) => operation.tree === BUILD_TREE);
  return last === undefined ? FIRST_TARGET : targetOf(last);
}

/** Two builds at once would write the same code and the same environment; which one stays would be chance. */
function refuseWhileAnotherBuilds(operations: readonly Operation[]): void {
  const open = operations.find(({ tree, status }) => tree === BUILD_TREE && !isOperationEnd(status));
  if (open === undefined) return;
  throw new OrchardError(
    'BUILD_IN_PROGRESS',
    'Another build of this project is still running. Wait until it has ended, or cancel it.',
    { details: { operationId: open.id } },
  );
}

/** The Feature of an approved Blueprint revision, with its spec.md. The same revision always gives the same Feature. */
async function createFeatureFromBlueprint({
  ports,
  project,
  blueprint,
  readiness,
}: BuildContext): Promise<Feature> {
  const title = blueprint.feature === '' ? project.name : blueprint.feature;
  return ports.storage.features.createFeature({
    feature: {
      id: featureIdSchema.parse(ports.ids.next('feature')),
      projectId: project.id,
      slug: slugify(title),
      title,
      blueprintId: blueprint.id,
      blueprintRevision: blueprint.revision,
      phase: 'specified',
      spec: renderSpec(blueprint, { acceptedRisks: readiness.blockers }),
      createdAt: ports.clock.now().toISOString(),
    },
  });
}

/** The Blueprint as a person approved it: what changes while it is built must not make equal inputs differ. */
function asApproved(blueprint: Blueprint): Blueprint {
  return {
    ...blueprint,
    status: 'approved',
    builtFeatureSlug: null,
    updatedAt: blueprint.approval?.at ?? blueprint.updatedAt,
  };
}

/** Whether an app that was brought up does not run any more. Building it again is how a person gets it back. */
async function isDown({ ports, project }: BuildContext): Promise<boolean> {
  const environments = await environmentsNow(ports, project);
  return environments.some(({ status }) => status === 'unhealthy');
}

/**
 * Starts the build of an approved Blueprint. Every part is idempotent, so that a call cut short by a crash is
 * completed by the next one: one Feature per revision, and one open operation per revision and target.
 *
 * @throws BUILD_IN_PROGRESS while the project is built from another revision or for another target.
 */
export async function startBuild(context: BuildContext): Promise<Operation> {
  const { ports, runner, trees, project, blueprint } = context;
  const operations = await operationsOf(ports, blueprint);
  const earlier = latestBuild(operations, blueprint);
  const target = chooseTarget(context, operations);
  if (earlier !== undefined && targetOf(earlier) === (target ?? FIRST_TARGET)) {
    if (!isOperationEnd(earlier.status)) return earlier;
    if (earlier.status === 'succeeded' && !(await isDown(context))) return earlier;
  }
  refuseWhileAnotherBuilds(operations);
  const feature = await createFeatureFromBlueprint(context);
  const { tree, plan, resolve } = trees.get(BUILD_TREE);
  const inputs: JsonObject = resolve({
    blueprint: asApproved(blueprint),
    spec: feature.spec,
    projectSlug: project.slug,
    projectName: project.name,
    environment: 'staging',
    ...(target === undefined ? {} : { target }),
  });
  // A failed build is followed by a new operation, so its number is part of the key.
  const tries = earlier === undefined ? 1 : tryOf(earlier) + 1;
  const operation = await runner.start({
    tenantId: project.tenantId,
    projectId: project.id,
    plan: { ...plan, name: tree.name },
    inputs,
    idempotencyKey: `${keyPrefix(blueprint)}${tries}`,
  });
  await ports.storage.features.setFeaturePhase({
    projectId: project.id,
    featureId: feature.id,
    phase: 'implementation',
  });
  await ports.storage.blueprints.setBlueprintStatus({
    tenantId: project.tenantId,
    blueprintId: blueprint.id,
    ifRevision: blueprint.revision,
    status: 'building',
    builtFeatureSlug: feature.slug,
    at: ports.clock.now().toISOString(),
  });
  return operation;
}
