import { isReadyToBuild } from '@orchard-studio/architect';
import {
  type ApproveRequest,
  type Blueprint,
  type BlueprintDetail,
  type BlueprintId,
  type BlueprintSummary,
  type BuildRequest,
  type BuildResponse,
  type ChatResponse,
  contentOf,
  isApproved,
  OrchardError,
  type Turn,
} from '@orchard-studio/core';
import type { Runner } from '@orchard-studio/orchestrator';
import { renderSpec } from '@orchard-studio/spec';
import type { Ports } from '../config.ts';
import type { TreeRegistry } from '../trees.ts';
import { blueprintView } from './blueprint-view.ts';
import { findBuild, startBuild } from './build.ts';
import { type ProjectKey, requireProject } from './projects.ts';
import type { SendMessage, Turns } from './turns.ts';

export type BlueprintKeyInProject = ProjectKey & { readonly blueprintId: BlueprintId };

/** The interview and what comes of it. */
export interface Blueprints {
  /**
   * One turn: a message, answers, or both. Without `blueprintId` a new Blueprint begins.
   *
   * @throws NOT_FOUND, TURN_IN_PROGRESS, INVALID_INPUT, PAYLOAD_TOO_LARGE
   */
  chat(request: SendMessage): Promise<ChatResponse>;
  /** Newest first. */
  list(request: ProjectKey): Promise<readonly BlueprintSummary[]>;
  get(request: BlueprintKeyInProject): Promise<BlueprintDetail>;
  /** Deletes the Blueprint with its turns and operations log. */
  remove(request: BlueprintKeyInProject): Promise<void>;
  /** A person's approval of exactly one revision. @throws REVISION_CONFLICT */
  approve(
    request: BlueprintKeyInProject & ApproveRequest & { readonly by: string },
  ): Promise<BlueprintDetail>;
  /**
   * Renders spec.md, makes the Feature and starts the operation that builds it. Asked again for the same revision and
   * target while that operation is open or done, the same operation comes back, unless what it deployed does not run
   * any more. The target is what the project was built for last when none is given, `node` for a first build.
   *
   * @throws NOT_APPROVED; NOT_READY_TO_BUILD with `details.blockers` unless forced; BUILD_IN_PROGRESS with
   * `details.operationId` while another revision of the project, or the same for another target, is built;
   * INVALID_INPUT for a target when the host's tree has no such input.
   */
  build(request: BlueprintKeyInProject & BuildRequest): Promise<BuildResponse>;
  /** spec.md of the Blueprint as it stands now. */
  spec(request: BlueprintKeyInProject): Promise<string>;
}

function summary(blueprint: Blueprint): BlueprintSummary {
  const { id, projectId, feature, summary: text, revision, hash, status, createdAt, updatedAt } = blueprint;
  return { id, projectId, feature, summary: text, revision, hash, status, createdAt, updatedAt };
}

export interface BlueprintDependencies {
  readonly ports: Ports;
  readonly turns: Turns;
  readonly runner: Runner;
  readonly trees: TreeRegistry;
}

class BlueprintUseCases implements Blueprints {
  readonly #ports: Ports;
  readonly #dependencies: BlueprintDependencies;

  constructor(dependencies: BlueprintDependencies) {
    this.#dependencies = dependencies;
    this.#ports = dependencies.ports;
  }

  async chat(request: SendMessage): Promise<ChatResponse> {
    const turn = await this.#dependencies.turns.send(request);
    return turn.response;
  }

  async list(key: ProjectKey): Promise<readonly BlueprintSummary[]> {
    await requireProject(this.#ports, key);
    const blueprints = await this.#ports.storage.blueprints.listBlueprints(key);
    const settled = await Promise.all(blueprints.map((blueprint) => this.#settleBuild(blueprint)));
    return settled.map(summary);
  }

  async get(key: BlueprintKeyInProject): Promise<BlueprintDetail> {
    const blueprint = await this.#require(key);
    return this.#detail(blueprint, await this.#ports.storage.blueprints.listTurns(key));
  }

  async remove(key: BlueprintKeyInProject): Promise<void> {
    await this.#require(key);
    await this.#ports.storage.blueprints.deleteBlueprint(key);
  }

  async approve(
    request: BlueprintKeyInProject & ApproveRequest & { readonly by: string },
  ): Promise<BlueprintDetail> {
    const current = await this.#require(request);
    const { revision, hash, by } = request;
    // Approved already, and perhaps built since: the first approval stands.
    if (isApproved(current) && current.revision === revision && current.hash === hash)
      return this.get(request);
    const approval = { revision, hash, by, at: this.#ports.clock.now().toISOString() };
    const blueprint = await this.#ports.storage.blueprints.approveBlueprint({ ...request, approval });
    return this.#detail(blueprint, await this.#ports.storage.blueprints.listTurns(request));
  }

  async build(request: BlueprintKeyInProject & BuildRequest): Promise<BuildResponse> {
    const project = await requireProject(this.#ports, request);
    const blueprint = await this.#require(request);
    if (!isApproved(blueprint)) {
      throw new OrchardError('NOT_APPROVED', 'Approve this revision of the Blueprint before building it.', {
        details: { revision: blueprint.revision, hash: blueprint.hash },
      });
    }
    const readiness = isReadyToBuild(contentOf(blueprint));
    if (!readiness.ready && request.force !== true) {
      const count = readiness.blockers.length;
      throw new OrchardError(
        'NOT_READY_TO_BUILD',
        `${count} thing${count === 1 ? '' : 's'} must be settled before a build.`,
        {
          details: { blockers: readiness.blockers },
        },
      );
    }
    const { runner, trees } = this.#dependencies;
    const { target } = request;
    const context = { ports: this.#ports, runner, trees, project, blueprint, readiness, target };
    const operation = await startBuild(context);
    return { operationId: operation.id, streamUrl: `/api/operations/${operation.id}/stream` };
  }

  async spec(key: BlueprintKeyInProject): Promise<string> {
    return renderSpec(await this.#require(key));
  }

  #detail(blueprint: Blueprint, turns: readonly Turn[]): BlueprintDetail {
    return {
      blueprint: blueprintView(blueprint),
      readiness: isReadyToBuild(contentOf(blueprint)),
      turns: [...turns],
    };
  }

  async #require(key: BlueprintKeyInProject): Promise<Blueprint> {
    const blueprint = await this.#ports.storage.blueprints.getBlueprint(key);
    if (blueprint === undefined || blueprint.projectId !== key.projectId) {
      throw new OrchardError('NOT_FOUND', `There is no Blueprint "${key.blueprintId}" in this project.`);
    }
    return this.#settleBuild(blueprint);
  }

  /** A build may end while nobody looks, or with its process; the ledger knows, so its word is taken on the next read. */
  async #settleBuild(blueprint: Blueprint): Promise<Blueprint> {
    if (blueprint.status !== 'building') return blueprint;
    const build = await findBuild(this.#ports, blueprint);
    const ended = build === undefined || build.status === 'failed' || build.status === 'cancelled';
    if (!ended && build.status !== 'succeeded') return blueprint;
    return this.#ports.storage.blueprints.setBlueprintStatus({
      tenantId: blueprint.tenantId,
      blueprintId: blueprint.id,
      ifRevision: blueprint.revision,
      status: ended ? 'approved' : 'built',
      at: this.#ports.clock.now().toISOString(),
    });
  }
}

export function createBlueprints(dependencies: BlueprintDependencies): Blueprints {
  return new BlueprintUseCases(dependencies);
}
