import type { Approval, Blueprint, BlueprintStatus } from '../blueprint/blueprint.ts';
import type { BlueprintOperation } from '../blueprint/operation.ts';
import type { Turn } from '../blueprint/turn.ts';
import type { BlueprintId, ProjectId, TenantId } from '../ids.ts';
import type { BlueprintKey, BlueprintStore, TurnResult } from '../ports/blueprint-store.ts';
import { newestFirst } from './newest-first.ts';
import { idTaken, notFound } from './rules/refusals.ts';
import { blueprintAfterTurn, requireApprovable, turnAfterResult, turnInProgress } from './rules/turn.ts';

interface Entry {
  blueprint: Blueprint;
  turns: readonly Turn[];
  operations: readonly BlueprintOperation[];
}

const isRunning = (turn: Turn): boolean => turn.status === 'running';

export class MemoryBlueprintStore implements BlueprintStore {
  readonly specVersion = 'v1';
  readonly #entries = new Map<BlueprintId, Entry>();

  async createBlueprint({ blueprint }: { readonly blueprint: Blueprint }): Promise<void> {
    if (this.#entries.has(blueprint.id)) throw idTaken('Blueprint', blueprint.id);
    this.#entries.set(blueprint.id, { blueprint: structuredClone(blueprint), turns: [], operations: [] });
  }

  async getBlueprint(key: BlueprintKey): Promise<Blueprint | undefined> {
    return structuredClone(this.#find(key)?.blueprint);
  }

  async listBlueprints(request: {
    readonly tenantId: TenantId;
    readonly projectId: ProjectId;
  }): Promise<readonly Blueprint[]> {
    const own = this.#entries
      .values()
      .map(({ blueprint }) => blueprint)
      .filter((one) => one.tenantId === request.tenantId && one.projectId === request.projectId);
    return structuredClone(newestFirst(own));
  }

  async deleteBlueprint(key: BlueprintKey): Promise<boolean> {
    return this.#find(key) !== undefined && this.#entries.delete(key.blueprintId);
  }

  async startTurn({ turn, ...key }: BlueprintKey & { readonly turn: Turn }): Promise<Turn> {
    const entry = this.#require(key);
    const running = entry.turns.find(isRunning);
    if (running !== undefined) throw turnInProgress(running.id);
    if (this.#entries.values().some(({ turns }) => turns.some(({ id }) => id === turn.id))) {
      throw idTaken('turn', turn.id);
    }
    const stored = { ...structuredClone(turn), seq: entry.turns.length + 1 };
    entry.turns = [...entry.turns, stored];
    return structuredClone(stored);
  }

  async finishTurn({ result, ...key }: BlueprintKey & { readonly result: TurnResult }): Promise<Blueprint> {
    const entry = this.#require(key);
    const turn = entry.turns.find(({ id }) => id === result.turnId);
    if (turn === undefined || !isRunning(turn)) throw notFound('running turn', result.turnId);
    const copy = structuredClone(result);
    const blueprint = blueprintAfterTurn(entry.blueprint, turn, copy);
    const finished = turnAfterResult(turn, copy, blueprint.revision);
    entry.blueprint = blueprint;
    entry.turns = entry.turns.map((one) => (one.id === turn.id ? finished : one));
    entry.operations = [...entry.operations, ...copy.operations];
    return structuredClone(blueprint);
  }

  async listTurns(key: BlueprintKey): Promise<readonly Turn[]> {
    return structuredClone(this.#find(key)?.turns ?? []);
  }

  async listRunningTurns(): Promise<readonly (BlueprintKey & { readonly turn: Turn })[]> {
    const running = this.#entries
      .values()
      .flatMap(({ blueprint: { tenantId, id: blueprintId }, turns }) =>
        turns.filter(isRunning).map((turn) => ({ tenantId, blueprintId, turn })),
      );
    return structuredClone([...running]);
  }

  async listOperations(
    request: BlueprintKey & { readonly after?: number; readonly upTo?: number },
  ): Promise<readonly BlueprintOperation[]> {
    const { after = 0, upTo = Number.POSITIVE_INFINITY } = request;
    const operations = this.#find(request)?.operations ?? [];
    return structuredClone(operations.filter(({ revision }) => revision > after && revision <= upTo));
  }

  async approveBlueprint({
    approval,
    ...key
  }: BlueprintKey & { readonly approval: Approval }): Promise<Blueprint> {
    const entry = this.#require(key);
    requireApprovable(entry.blueprint, approval);
    return this.#change(entry, { approval, status: 'approved', updatedAt: approval.at });
  }

  async setBlueprintStatus(
    request: BlueprintKey & {
      readonly ifRevision?: number;
      readonly status: BlueprintStatus;
      readonly builtFeatureSlug?: string;
      readonly at: string;
    },
  ): Promise<Blueprint> {
    const entry = this.#require(request);
    const { ifRevision = entry.blueprint.revision, status, builtFeatureSlug, at } = request;
    if (entry.blueprint.revision !== ifRevision) return structuredClone(entry.blueprint);
    return this.#change(entry, {
      status,
      updatedAt: at,
      ...(builtFeatureSlug === undefined ? {} : { builtFeatureSlug }),
    });
  }

  #change(entry: Entry, change: Partial<Blueprint>): Blueprint {
    entry.blueprint = structuredClone({ ...entry.blueprint, ...change });
    return structuredClone(entry.blueprint);
  }

  #find({ tenantId, blueprintId }: BlueprintKey): Entry | undefined {
    const entry = this.#entries.get(blueprintId);
    return entry?.blueprint.tenantId === tenantId ? entry : undefined;
  }

  #require(key: BlueprintKey): Entry {
    const entry = this.#find(key);
    if (entry === undefined) throw notFound('Blueprint', key.blueprintId);
    return entry;
  }
}
