import {
  type Blueprint,
  type BlueprintKey,
  type BlueprintStore,
  blueprintIdSchema,
  type Clock,
  contentOf,
  emptyBlueprintContent,
  hashBlueprint,
  type IdGenerator,
  isApproved,
  type Logger,
  MAX_MESSAGE,
  OrchardError,
  type Turn,
  type TurnId,
  type TurnResult,
  toOrchardError,
  turnIdSchema,
} from '@orchard-studio/core';
import type { SendRequest, TurnResponse } from '../conversation.ts';
import type { Exchange, Proposer } from '../proposer.ts';
import { checkAnswers, storable } from './check-answers.ts';
import { type TurnOutcome, takeTurn } from './take-turn.ts';

/** Earlier exchanges a proposer sees. */
const HISTORY = 10;
const LOCALE = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}$/;

export interface Parts {
  readonly store: BlueprintStore;
  readonly proposer: Proposer;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
}

const notFound = (id: string): OrchardError =>
  new OrchardError('NOT_FOUND', `There is no Blueprint "${id}".`);

/** Takes turns against a store: what is durable when, and how a turn ends. */
export class Interview {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async send(request: SendRequest): Promise<TurnResponse> {
    const { store } = this.#parts;
    const message = storable(request.message ?? '').trim();
    if (message.length > MAX_MESSAGE) {
      throw new OrchardError(
        'PAYLOAD_TOO_LARGE',
        `The message has ${message.length} characters; at most ${MAX_MESSAGE} are taken. Send it in parts.`,
        {
          details: { limit: MAX_MESSAGE, length: message.length },
        },
      );
    }
    const blueprint = await this.#blueprintFor(request);
    checkAnswers(contentOf(blueprint), request.answers ?? []);
    const key = { tenantId: blueprint.tenantId, blueprintId: blueprint.id };
    const turn = await store.startTurn({ ...key, turn: this.#newTurn(blueprint, message, request) });
    this.#parts.logger.debug(
      { turnId: turn.id, blueprintId: blueprint.id, by: request.by },
      'A turn started.',
    );
    const current = await store.getBlueprint(key);
    if (current === undefined) throw notFound(key.blueprintId);
    request.onEvent?.({ type: 'started', turn });
    return this.#finish({ blueprint: current, turn, signal: request.signal, onEvent: request.onEvent });
  }

  async recover(): Promise<number> {
    const { store, logger } = this.#parts;
    let ended = 0;
    for (const { tenantId, blueprintId, turn } of await store.listRunningTurns({})) {
      try {
        const blueprint = await store.getBlueprint({ tenantId, blueprintId });
        if (blueprint === undefined) continue;
        await this.#finish({ blueprint, turn });
        ended += 1;
      } catch (error) {
        const { code, message } = toOrchardError(error);
        logger.error(
          { turnId: turn.id, blueprintId, code, error: message },
          'A turn could not be recovered.',
        );
      }
    }
    return ended;
  }

  async cancel({ turnId, ...key }: BlueprintKey & { readonly turnId: TurnId }): Promise<void> {
    const { store } = this.#parts;
    const blueprint = await store.getBlueprint(key);
    const turn = (await store.listTurns(key)).find(({ id }) => id === turnId);
    if (blueprint === undefined || turn === undefined) throw notFound(key.blueprintId);
    if (turn.status === 'running') await this.#abandon(key, { blueprint, turn, signal: AbortSignal.abort() });
  }

  async #blueprintFor(request: SendRequest): Promise<Blueprint> {
    const { store } = this.#parts;
    if (request.blueprintId === undefined) {
      const blueprint = this.#newBlueprint(request);
      // Answers belong to questions of an existing Blueprint: refuse them before anything is stored.
      checkAnswers(contentOf(blueprint), request.answers ?? []);
      await store.createBlueprint({ blueprint });
      return blueprint;
    }
    const found = await store.getBlueprint({ tenantId: request.tenantId, blueprintId: request.blueprintId });
    if (found === undefined || found.projectId !== request.projectId) throw notFound(request.blueprintId);
    return found;
  }

  #newBlueprint({ tenantId, projectId, externalId, locale }: SendRequest): Blueprint {
    const content = emptyBlueprintContent();
    const now = this.#now();
    return {
      id: blueprintIdSchema.parse(this.#parts.ids.next('blueprint')),
      tenantId,
      projectId,
      externalId: externalId ?? null,
      locale: locale !== undefined && LOCALE.test(locale) ? locale : 'en',
      revision: 0,
      hash: hashBlueprint(content),
      status: 'drafting',
      approval: null,
      builtFeatureSlug: null,
      createdAt: now,
      updatedAt: now,
      ...content,
    };
  }

  #newTurn(blueprint: Blueprint, message: string, { answers }: SendRequest): Turn {
    return {
      id: turnIdSchema.parse(this.#parts.ids.next('turn')),
      blueprintId: blueprint.id,
      seq: 1,
      status: 'running',
      message,
      answers: (answers ?? []).map((answer) => ({
        ...answer,
        ...(answer.text === undefined ? {} : { text: storable(answer.text) }),
      })),
      reply: '',
      mode: this.#parts.proposer.mode,
      model: null,
      usage: null,
      baseRevision: blueprint.revision,
      revision: blueprint.revision,
      startedAt: this.#now(),
      finishedAt: null,
    };
  }

  async #finish(running: Running): Promise<TurnResponse> {
    const { blueprint, signal } = running;
    const key = { tenantId: blueprint.tenantId, blueprintId: blueprint.id };
    try {
      return await this.#answer(key, running);
    } catch (error) {
      await this.#abandon(key, running);
      if (signal?.aborted !== true) throw error;
      throw new OrchardError('CANCELLED', 'The turn was cancelled; your message is kept.', { cause: error });
    }
  }

  async #answer(key: BlueprintKey, { blueprint, turn, signal, onEvent }: Running): Promise<TurnResponse> {
    const { store, proposer, ids, logger } = this.#parts;
    const outcome = await takeTurn({
      content: contentOf(blueprint),
      turn,
      history: await this.#history(key, turn),
      locale: blueprint.locale,
      approved: isApproved(blueprint),
      proposer,
      ids,
      logger,
      emit: onEvent,
      signal,
    });
    signal?.throwIfAborted();
    const result = this.#result(blueprint, turn, outcome);
    const stored = await store.finishTurn({ ...key, result });
    const { status, reply, mode, model, usage, finishedAt } = result;
    return {
      turn: { ...turn, status, reply, mode, model, usage, finishedAt, revision: stored.revision },
      reply,
      mode,
      blueprint: stored,
      readiness: outcome.readiness,
      diff: outcome.operations,
    };
  }

  #result(blueprint: Blueprint, turn: Turn, outcome: TurnOutcome): TurnResult {
    const changed = outcome.operations.length > 0;
    return {
      turnId: turn.id,
      status: outcome.status,
      reply: outcome.reply,
      mode: outcome.mode,
      model: outcome.model,
      usage: outcome.usage,
      finishedAt: this.#now(),
      operations: outcome.operations,
      content: outcome.content,
      hash: changed ? hashBlueprint(outcome.content) : blueprint.hash,
      blueprintStatus: changed ? (outcome.readiness.ready ? 'ready' : 'drafting') : blueprint.status,
    };
  }

  /** Ends a turn that cannot be answered, so that the next message is not refused for ever. */
  async #abandon(key: BlueprintKey, { blueprint, turn, signal }: Running): Promise<void> {
    const cancelled = signal?.aborted === true;
    const result: TurnResult = {
      turnId: turn.id,
      status: cancelled ? 'cancelled' : 'failed',
      reply: cancelled
        ? 'Cancelled. Your message is kept.'
        : 'This turn could not be finished. Your message is kept; please send it again.',
      mode: turn.mode,
      model: null,
      usage: null,
      finishedAt: this.#now(),
      operations: [],
      content: contentOf(blueprint),
      hash: blueprint.hash,
      blueprintStatus: blueprint.status,
    };
    try {
      await this.#parts.store.finishTurn({ ...key, result });
    } catch (error) {
      // The store that failed the turn often cannot end it either; recover() will, at the next start.
      this.#parts.logger.warn(
        { turnId: turn.id, error: toOrchardError(error).message },
        'A turn could not be ended.',
      );
    }
  }

  async #history(key: BlueprintKey, turn: Turn): Promise<readonly Exchange[]> {
    const turns = await this.#parts.store.listTurns(key);
    return turns
      .filter((each) => each.seq < turn.seq)
      .slice(-HISTORY)
      .map((each) => ({ turnId: each.id, message: each.message, reply: each.reply }));
  }

  #now(): string {
    return this.#parts.clock.now().toISOString();
  }
}

interface Running {
  readonly blueprint: Blueprint;
  readonly turn: Turn;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: SendRequest['onEvent'];
}
