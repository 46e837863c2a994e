import type { TurnEvent } from '@orchard-studio/architect';
import type { ChatResponse, TurnId } from '@orchard-studio/core';
import { LiveTurn } from './live-turn.ts';

/** What a turn is sent with. */
export interface TurnHooks {
  readonly onEvent: (event: TurnEvent) => void;
  readonly signal: AbortSignal;
}

/** The turns that this process answers, so that others can listen to them, come back to them, and stop them. */
export class LiveTurns {
  readonly #turns = new Map<TurnId, LiveTurn>();

  get(id: TurnId): LiveTurn | undefined {
    return this.#turns.get(id);
  }

  /**
   * Sends a message, and gives its turn as soon as the message is safe. The turn goes on whoever listens, and when nobody
   * does.
   *
   * @throws what `send` throws before the turn has begun
   */
  start(send: (hooks: TurnHooks) => Promise<ChatResponse>): Promise<LiveTurn> {
    const begun = Promise.withResolvers<LiveTurn>();
    const answer = Promise.withResolvers<ChatResponse>();
    const abort = new AbortController();
    let live: LiveTurn | undefined;
    const onEvent = (event: TurnEvent): void => {
      if (event.type === 'text') {
        live?.say(event.delta);
        return;
      }
      live = new LiveTurn(event.turn, answer.promise, abort);
      this.#turns.set(live.id, live);
      begun.resolve(live);
    };
    // Also for whoever waits for the beginning: then there is none.
    answer.promise.catch(begun.reject);
    send({ onEvent, signal: abort.signal })
      .finally(() => live && this.#turns.delete(live.id))
      .then(answer.resolve, answer.reject);
    return begun.promise;
  }
}
