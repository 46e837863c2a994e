import {
  type BlueprintKey,
  type BlueprintStore,
  type Clock,
  type IdGenerator,
  type Logger,
  OrchardError,
  randomIds,
  silentLogger,
  systemClock,
  type TurnId,
} from '@orchard-studio/core';
import type { BlueprintDetails, SendRequest, TurnResponse } from './conversation.ts';
import { Interview } from './engine/interview.ts';
import type { Proposer } from './proposer.ts';
import { isReadyToBuild } from './readiness/readiness.ts';

export interface ArchitectOptions {
  readonly store: BlueprintStore;
  /** Who words replies and proposes changes, e.g. `createGuidedProposer()`. */
  readonly proposer: Proposer;
  /** Default: the system clock. */
  readonly clock?: Clock;
  /** Default: random ids. */
  readonly ids?: IdGenerator;
  /** Default: silent. */
  readonly logger?: Logger;
}

/** The interview: a message in, a reply and Blueprint operations out. */
export interface Architect {
  /**
   * Takes one turn. The message is durable before anything is thought about it, and the whole turn ends in one
   * transaction; a proposer that fails costs nothing but its reply.
   *
   * @throws PAYLOAD_TOO_LARGE when the message is longer than 20,000 characters.
   * @throws INVALID_INPUT with `details.issues` when an answer does not fit its question.
   * @throws NOT_FOUND when the Blueprint does not exist for this tenant and project.
   * @throws TURN_IN_PROGRESS while another turn of the Blueprint runs; REVISION_CONFLICT when it changed meanwhile.
   * @throws CANCELLED when `signal` aborts.
   */
  send(request: SendRequest): Promise<TurnResponse>;
  /** A Blueprint with its turns and the gate's verdict. @throws NOT_FOUND */
  get(key: BlueprintKey): Promise<BlueprintDetails>;
  /** Ends a running turn as cancelled, whichever process answers it: what that one comes to is not kept. Its message stays. */
  cancel(key: BlueprintKey & { readonly turnId: TurnId }): Promise<void>;
  /**
   * Answers the turns a killed process left running, over all tenants. Call it once at start, before serving.
   *
   * @returns how many turns were ended.
   */
  recover(): Promise<number>;
}

/**
 * Makes an Architect on a store and a proposer.
 *
 * @example
 * const architect = createArchitect({ store, proposer: createGuidedProposer() });
 * const { reply, blueprint } = await architect.send({ tenantId, projectId: null, message: 'A recipe box', by: 'me' });
 */
export function createArchitect(options: ArchitectOptions): Architect {
  const { store } = options;
  const interview = new Interview({
    store,
    proposer: options.proposer,
    clock: options.clock ?? systemClock,
    ids: options.ids ?? randomIds,
    logger: options.logger ?? silentLogger,
  });
  return {
    send: (request) => interview.send(request),
    cancel: (key) => interview.cancel(key),
    recover: () => interview.recover(),
    async get(key) {
      const blueprint = await store.getBlueprint(key);
      if (blueprint === undefined)
        throw new OrchardError('NOT_FOUND', `There is no Blueprint "${key.blueprintId}".`);
      return { blueprint, readiness: isReadyToBuild(blueprint), turns: await store.listTurns(key) };
    },
  };
}
