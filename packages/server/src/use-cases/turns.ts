import { type Architect, isReadyToBuild, type TurnResponse } from '@orchard-studio/architect';
import {
  type Blueprint,
  type BlueprintId,
  type ChatRequest,
  type ChatResponse,
  contentOf,
  OrchardError,
  type Turn,
  type TurnId,
} from '@orchard-studio/core';
import type { Ports } from '../config.ts';
import type { LiveTurn } from '../turns/live-turn.ts';
import { LiveTurns } from '../turns/live-turns.ts';
import { blueprintView } from './blueprint-view.ts';
import { type ProjectKey, requireProject } from './projects.ts';

export type SendMessage = ProjectKey & ChatRequest & { readonly by: string };
type TurnKey = ProjectKey & { readonly blueprintId: BlueprintId; readonly turnId: TurnId };

/** A turn to listen to, wherever it is answered. */
interface WatchedTurn {
  /** Undefined when this process does not answer it. */
  readonly live: LiveTurn | undefined;
  /** What it came to; undefined while another process answers it. */
  readonly ended: () => Promise<ChatResponse | undefined>;
}

/** Turns of the interview while they are answered. */
export interface Turns {
  /**
   * Sends a message, answers, or both, and gives the turn as soon as they are safe. It goes on whether or not anybody
   * listens. Without `blueprintId` a new Blueprint begins.
   *
   * @throws NOT_FOUND, TURN_IN_PROGRESS, INVALID_INPUT, PAYLOAD_TOO_LARGE
   */
  send(request: SendMessage): Promise<LiveTurn>;
  /** @throws NOT_FOUND */
  watch(request: TurnKey): Promise<WatchedTurn>;
  /** Ends a turn as cancelled; its message stays. Nothing happens to one that has ended. @throws NOT_FOUND */
  cancel(request: TurnKey): Promise<void>;
}

interface TurnsDependencies {
  readonly ports: Ports;
  readonly architect: Architect;
}

const answerOf = ({ turn, reply, mode, blueprint, readiness, diff }: TurnResponse): ChatResponse => ({
  ...{ reply, mode, model: turn.model, usage: turn.usage, turnId: turn.id },
  ...{ blueprint: blueprintView(blueprint), readiness, diff: [...diff] },
});

export function createTurns({ ports, architect }: TurnsDependencies): Turns {
  const live = new LiveTurns();
  const store = ports.storage.blueprints;

  async function requireBlueprint(
    key: ProjectKey & { readonly blueprintId: BlueprintId },
  ): Promise<Blueprint> {
    const found = await store.getBlueprint(key);
    if (found?.projectId === key.projectId) return found;
    throw new OrchardError('NOT_FOUND', `There is no Blueprint "${key.blueprintId}" in this project.`);
  }

  async function requireTurn(key: TurnKey): Promise<{ readonly blueprint: Blueprint; readonly turn: Turn }> {
    const blueprint = await requireBlueprint(key);
    const turn = (await store.listTurns(key)).find(({ id }) => id === key.turnId);
    if (turn === undefined)
      throw new OrchardError('NOT_FOUND', `There is no turn "${key.turnId}" of this Blueprint.`);
    return { blueprint, turn };
  }

  async function ended(key: TurnKey): Promise<ChatResponse | undefined> {
    const { blueprint, turn } = await requireTurn(key);
    if (turn.status === 'running') return undefined;
    const diff = await store.listOperations({ ...key, after: turn.baseRevision, upTo: turn.revision });
    const readiness = isReadyToBuild(contentOf(blueprint));
    return answerOf({ turn, reply: turn.reply, mode: turn.mode, blueprint, readiness, diff });
  }

  return {
    send: async (request) => {
      await requireProject(ports, request);
      const { tenantId, projectId, blueprintId } = request;
      if (blueprintId !== undefined) await requireBlueprint({ tenantId, projectId, blueprintId });
      return live.start(async (hooks) => answerOf(await architect.send({ ...request, ...hooks })));
    },
    watch: async (key) => {
      await requireTurn(key);
      return { live: live.get(key.turnId), ended: () => ended(key) };
    },
    cancel: async (key) => {
      const { turn } = await requireTurn(key);
      const here = live.get(key.turnId);
      if (here === undefined) {
        if (turn.status === 'running') await architect.cancel(key);
        return;
      }
      here.cancel();
      // However it ends, it has ended then.
      await here.response.catch(() => undefined);
    },
  };
}
