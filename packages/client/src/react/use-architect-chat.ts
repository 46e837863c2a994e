import {
  type BlueprintOperation,
  canonicalJson,
  type OrchardError,
  type Question,
  randomIdBody,
  toOrchardError,
} from '@orchard-studio/core';
import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import {
  type ChatMessage,
  type ChatSend,
  type ChatState,
  detailAfter,
  EMPTY_CHAT,
  messagesOf,
  reduceChat,
} from './chat-state.ts';
import { useOrchard } from './context.tsx';
import { type BlueprintHandle, type BlueprintOptions, useBlueprint } from './use-blueprint.ts';

export interface ArchitectChat extends BlueprintHandle {
  /** The conversation, oldest first, with the message that is being sent. */
  readonly messages: readonly ChatMessage[];
  /** Questions that wait for an answer, in the Architect's order. */
  readonly questions: readonly Question[];
  /** True while a turn is being answered. */
  readonly pending: boolean;
  /** Why the last send failed. Nothing of it was lost: `failed` holds its content. */
  readonly sendError: OrchardError | undefined;
  readonly failed: ChatSend | undefined;
  /** What the last turn changed in the Blueprint; empty after a reload of the page. */
  readonly changes: readonly BlueprintOperation[];
  /**
   * Sends a message, answers, or both. Resolves to whether the turn was answered; while one is pending it resolves to
   * false at once. Sending the content of a failed send again is safe: it keeps its idempotency key.
   */
  readonly send: (input: ChatSend) => Promise<boolean>;
  /** Answers open questions. */
  readonly answer: (answers: NonNullable<ChatSend['answers']>) => Promise<boolean>;
  /** Sends again what failed. */
  readonly retry: () => Promise<boolean>;
  /** Stops the turn that is being answered; its message stays. Undefined when there is none to stop. */
  readonly stop: (() => Promise<void>) | undefined;
  /** Forgets the failed send. */
  readonly dismiss: () => void;
}

const POLL_MS = 1_500;

const keyFor = (failed: ChatState['failed'], input: ChatSend): string =>
  failed !== undefined && canonicalJson(failed.input) === canonicalJson(input)
    ? failed.idempotencyKey
    : randomIdBody();

/** A turn that another page started: its reply is read as soon as it is there. */
function useForeignTurn(running: boolean, reload: () => Promise<void>): void {
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => void reload(), POLL_MS);
    return () => clearInterval(timer);
  }, [running, reload]);
}

/**
 * The conversation with the Architect about one project, and the Blueprint it fills.
 *
 * @example
 * const chat = useArchitectChat({ projectId });
 * await chat.send({ message: 'A task tracker' });
 */
export function useArchitectChat(options: BlueprintOptions): ArchitectChat {
  const client = useOrchard();
  const handle = useBlueprint(options);
  const [state, dispatch] = useReducer(reduceChat, EMPTY_CHAT);
  const sending = useRef(false);
  const { data, replace, reload } = handle;
  const { projectId } = options;

  const send = useCallback(
    async (input: ChatSend): Promise<boolean> => {
      if (sending.current) return false;
      sending.current = true;
      const idempotencyKey = keyFor(state.failed, input);
      dispatch({ type: 'sent', outgoing: { input, idempotencyKey } });
      try {
        const address = data ? { projectId, blueprintId: data.blueprint.id } : { projectId };
        const response = await client.blueprints.chat({
          ...{ ...address, ...input, idempotencyKey },
          onTurn: (turn) => dispatch({ type: 'begun', turn }),
          onText: (delta) => dispatch({ type: 'said', delta }),
        });
        replace(detailAfter(data, input, response));
        dispatch({ type: 'answered', changes: response.diff });
        return true;
      } catch (failure) {
        const error = toOrchardError(failure);
        dispatch({ type: 'failed', error });
        if (error.code !== 'CANCELLED') return false;
        // A person stopped it: nothing failed, and the message is in the conversation.
        await reload();
        dispatch({ type: 'dismissed' });
        return false;
      } finally {
        sending.current = false;
      }
    },
    [client, projectId, data, state.failed, replace, reload],
  );

  const foreign = state.outgoing === undefined && data?.turns.at(-1)?.status === 'running';
  useForeignTurn(foreign, reload);
  const messages = useMemo(() => messagesOf(data?.turns ?? [], state.outgoing), [data, state.outgoing]);
  const questions = useMemo(
    () => (data?.blueprint.questions ?? []).filter(({ status }) => status === 'open'),
    [data],
  );
  const failed = state.failed?.input;
  const running = state.outgoing?.turn;
  return {
    ...handle,
    messages,
    questions,
    pending: state.outgoing !== undefined || foreign,
    sendError: state.failed?.error,
    failed,
    changes: state.changes,
    send,
    answer: useCallback((answers) => send({ answers }), [send]),
    retry: useCallback(async () => failed !== undefined && send(failed), [failed, send]),
    stop: useMemo(
      () => (running === undefined ? undefined : () => client.blueprints.cancelTurn(running)),
      [client, running],
    ),
    dismiss: useCallback(() => dispatch({ type: 'dismissed' }), []),
  };
}
