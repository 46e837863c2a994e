import {
  type Blueprint,
  type Feature,
  featureIdSchema,
  isOperationEnd,
  type JsonObject,
  type Operation,
  type Project,
  type Readiness,
  slugify,
} from '@orchard-studio/core';
import type { Runner } from '@orchard-studio/orchestrator';
import { renderSpec } from '@orchard-studio/spec';
import type { Ports } from '../config.ts';
import type { TreeRegistry } from '../trees.ts';

/** Name of the tree that builds a Feature. */
const BUILD_TREE = 'build-feature';

interface BuildContext {
  readonly ports: Ports;
  readonly runner: Runner;
  readonly trees: TreeRegistry;
  readonly project: Project;
  readonly blueprint: Blueprint;
  readonly readiness: Readiness;
}

const keyPrefix = (blueprint: Blueprint): string => `build:${blueprint.id}:${blueprint.revision}:`;

/** The latest operation that builds this revision of the Blueprint. */
export async function findBuild({ storage }: Ports, blueprint: Blueprint): Promise<Operation | undefined> {
  const { tenantId, projectId } = blueprint;
  if (projectId === null) return undefined;
  const operations = await storage.operations.listOperations({ tenantId, projectId });
  return operations.find(({ idempotencyKey }) => idempotencyKey?.startsWith(keyPrefix(blueprint)));
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

/**
 * Starts the build of an approved Blueprint. Every part is idempotent, so that a call cut short by a crash is
 * completed by the next one: one Feature per revision, and one open operation per revision.
 */
export async function startBuild(context: BuildContext): Promise<Operation> {
  const { ports, runner, trees, project, blueprint } = context;
  const earlier = await findBuild(ports, blueprint);
  if (earlier !== undefined && (!isOperationEnd(earlier.status) || earlier.status === 'succeeded'))
    return earlier;
  const feature = await createFeatureFromBlueprint(context);
  const { tree, plan, resolve } = trees.get(BUILD_TREE);
  const inputs: JsonObject = resolve({
    blueprint: asApproved(blueprint),
    spec: feature.spec,
    projectSlug: project.slug,
    projectName: project.name,
    environment: 'staging',
  });
  // A failed build is followed by a new operation, so its number is part of the key.
  const tries = earlier === undefined ? 1 : Number(earlier.idempotencyKey?.split(':').at(-1) ?? 0) + 1;
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
    status: 'building',
    builtFeatureSlug: feature.slug,
    at: ports.clock.now().toISOString(),
  });
  return operation;
}
