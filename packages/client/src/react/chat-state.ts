import {
  type AnswerInput,
  answerInputSchema,
  type BlueprintDetail,
  type BlueprintOperation,
  type ChatResponse,
  type OrchardError,
  type Turn,
  type TurnMode,
  type TurnUsage,
} from '@orchard-studio/core';
import type { ChatInput } from '../blueprints.ts';
import type { TurnAddress } from '../stream/stream-turn.ts';

/** What one send says: a message, answers to open questions, or both. */
export type ChatSend = Pick<ChatInput, 'message' | 'answers'>;

/** One bubble of the conversation. */
export interface ChatMessage {
  /** Stable over re-reads: made from the turn's id. */
  readonly key: string;
  readonly from: 'user' | 'architect';
  readonly text: string;
  /** Answers the user gave with it. */
  readonly answers: readonly AnswerInput[];
  /** Who worded it, on the Architect's messages. */
  readonly mode: TurnMode | undefined;
  /** The model that worded it, and the tokens of its turn; undefined without one. */
  readonly model: string | undefined;
  readonly usage: TurnUsage | undefined;
  /** `sending` until the server has answered, and while a reply is being said; `failed` for a turn that ended without a reply. */
  readonly state: 'sent' | 'sending' | 'failed';
  readonly at: string | undefined;
}

/** A send that is under way, or that failed. */
export interface Outgoing {
  readonly input: ChatSend;
  /** What was said of the reply so far. */
  readonly reply?: string;
  /** The turn, once the server has the message. */
  readonly turn?: TurnAddress;
  /** Names this content to the server, so that a retry cannot say it twice. */
  readonly idempotencyKey: string;
}

export interface ChatState {
  readonly outgoing: Outgoing | undefined;
  readonly failed: (Outgoing & { readonly error: OrchardError }) | undefined;
  /** What the last turn of this page changed. */
  readonly changes: readonly BlueprintOperation[];
}

export const EMPTY_CHAT: ChatState = { outgoing: undefined, failed: undefined, changes: [] };

export type ChatAction =
  | { readonly type: 'sent'; readonly outgoing: Outgoing }
  | { readonly type: 'begun'; readonly turn: TurnAddress }
  | { readonly type: 'said'; readonly delta: string }
  | { readonly type: 'answered'; readonly changes: readonly BlueprintOperation[] }
  | { readonly type: 'failed'; readonly error: OrchardError }
  | { readonly type: 'dismissed' };

export function reduceChat(state: ChatState, action: ChatAction): ChatState {
  switch (action.type) {
    case 'sent':
      return { ...state, outgoing: action.outgoing, failed: undefined };
    case 'begun':
      return state.outgoing === undefined
        ? state
        : { ...state, outgoing: { ...state.outgoing, turn: action.turn } };
    case 'said': {
      const { outgoing } = state;
      if (outgoing === undefined) return state;
      return { ...state, outgoing: { ...outgoing, reply: (outgoing.reply ?? '') + action.delta } };
    }
    case 'answered':
      return { outgoing: undefined, failed: undefined, changes: action.changes };
    case 'failed':
      if (state.outgoing === undefined) return state;
      return { ...state, outgoing: undefined, failed: { ...state.outgoing, error: action.error } };
    default:
      return { ...state, failed: undefined };
  }
}

const NOBODY = { mode: undefined, model: undefined, usage: undefined } as const;

const answersOf = (input: ChatSend): readonly AnswerInput[] =>
  answerInputSchema.array().parse(input.answers ?? []);

function messagesOfTurn(turn: Turn): readonly ChatMessage[] {
  const unanswered = turn.status === 'failed' || turn.status === 'cancelled';
  const said: ChatMessage = {
    key: `${turn.id}:user`,
    from: 'user',
    text: turn.message,
    answers: turn.answers,
    ...NOBODY,
    state: turn.status === 'running' ? 'sending' : unanswered ? 'failed' : 'sent',
    at: turn.startedAt,
  };
  if (turn.reply === '') return [said];
  const reply: ChatMessage = {
    key: `${turn.id}:architect`,
    from: 'architect',
    text: turn.reply,
    answers: [],
    mode: turn.mode,
    model: turn.model ?? undefined,
    usage: turn.usage ?? undefined,
    state: 'sent',
    at: turn.finishedAt ?? undefined,
  };
  return [said, reply];
}

/** The conversation as bubbles, with what is being sent at its end. */
export function messagesOf(turns: readonly Turn[], outgoing: Outgoing | undefined): readonly ChatMessage[] {
  const settled = turns.toSorted((a, b) => a.seq - b.seq).flatMap(messagesOfTurn);
  if (outgoing === undefined) return settled;
  const { message = '' } = outgoing.input;
  const sending: ChatMessage = {
    key: outgoing.idempotencyKey,
    from: 'user',
    text: message,
    answers: answersOf(outgoing.input),
    ...NOBODY,
    state: 'sending',
    at: undefined,
  };
  if (outgoing.reply === undefined) return [...settled, sending];
  const saying: ChatMessage = {
    ...{ key: `${outgoing.idempotencyKey}:architect`, from: 'architect', text: outgoing.reply, answers: [] },
    ...{ ...NOBODY, state: 'sending', at: undefined },
  };
  return [...settled, sending, saying];
}

/** The Blueprint's detail after a turn, without another read. */
export function detailAfter(
  before: BlueprintDetail | null | undefined,
  input: ChatSend,
  response: ChatResponse,
): BlueprintDetail {
  const { blueprint, readiness } = response;
  const turns = before?.blueprint.id === blueprint.id ? before.turns : [];
  const turn: Turn = {
    id: response.turnId,
    blueprintId: blueprint.id,
    seq: (turns.at(-1)?.seq ?? 0) + 1,
    status: 'complete',
    message: input.message ?? '',
    answers: [...answersOf(input)],
    reply: response.reply,
    mode: response.mode,
    model: response.model,
    usage: response.usage,
    baseRevision: before?.blueprint.revision ?? 0,
    revision: blueprint.revision,
    startedAt: blueprint.updatedAt,
    finishedAt: blueprint.updatedAt,
  };
  return { blueprint, readiness, turns: [...turns.filter(({ id }) => id !== turn.id), turn] };
}
