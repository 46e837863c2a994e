import {
  type Clock,
  isOperationEnd,
  type Logger,
  type OperationId,
  type OperationPulse,
  type OperationStore,
  type ProjectId,
  type TenantId,
} from '@orchard-studio/core';
import type { OperationHints } from '@orchard-studio/orchestrator';
import { Polling } from './polling.ts';

export interface ProjectKey {
  readonly tenantId: TenantId;
  readonly projectId: ProjectId;
}

export type ProjectPulse = OperationPulse & { readonly operationId: OperationId };

export interface ProjectTailEnvironment {
  readonly store: Pick<OperationStore, 'listPulses'>;
  readonly hints: OperationHints;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly pollMs: number;
}

export interface ProjectReader {
  onPulses(pulses: readonly ProjectPulse[]): void;
}

/** Operations of other projects that were asked about: a hint for one of them says nothing here. */
const MAX_STRANGERS = 10_000;

/** Sees which operations a project has and which of them move, for everybody in this process who follows it. */
export class ProjectTail {
  readonly #key: ProjectKey;
  readonly #env: ProjectTailEnvironment;
  readonly #readers = new Set<ProjectReader>();
  readonly #unwatch: () => void;
  readonly #polling: Polling;
  #pulses: readonly ProjectPulse[] | undefined;
  /** Operations that are followed one by one: their hints are not for this tail. */
  #followed = new Set<OperationId>();
  readonly #strangers = new Set<OperationId>();
  #asked = new Set<OperationId>();

  constructor(key: ProjectKey, env: ProjectTailEnvironment) {
    this.#key = key;
    this.#env = env;
    this.#polling = new Polling(env.clock, env.pollMs);
    this.#unwatch = env.hints.watch((operationId) => this.#hint(operationId));
    void this.#polling.run(() => this.#read());
  }

  get readers(): number {
    return this.#readers.size;
  }

  add(reader: ProjectReader): void {
    this.#readers.add(reader);
    if (this.#pulses !== undefined) reader.onPulses(this.#pulses);
  }

  remove(reader: ProjectReader): void {
    this.#readers.delete(reader);
  }

  stop(): void {
    this.#polling.stop();
    this.#unwatch();
  }

  #hint(operationId: OperationId): void {
    if (this.#followed.has(operationId) || this.#strangers.has(operationId)) return;
    this.#asked.add(operationId);
    this.#polling.hint();
  }

  async #read(): Promise<false> {
    const asked = this.#asked;
    this.#asked = new Set();
    try {
      const pulses = await this.#env.store.listPulses(this.#key);
      this.#pulses = pulses;
      this.#followed = new Set(
        pulses.filter(({ status }) => !isOperationEnd(status)).map(({ operationId }) => operationId),
      );
      this.#learnStrangers(asked, pulses);
      for (const reader of this.#readers) reader.onPulses(pulses);
    } catch (error) {
      this.#env.logger.warn({ err: error, ...this.#key }, 'The operations could not be read.');
    }
    return false;
  }

  #learnStrangers(asked: ReadonlySet<OperationId>, pulses: readonly ProjectPulse[]): void {
    const own = new Set(pulses.map(({ operationId }) => operationId));
    if (this.#strangers.size > MAX_STRANGERS) this.#strangers.clear();
    for (const operationId of asked) if (!own.has(operationId)) this.#strangers.add(operationId);
  }
}
