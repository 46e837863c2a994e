import {
  type AppTarget,
  type BlueprintDetail,
  type BlueprintSummary,
  type BuildResponse,
  blueprintDetailSchema,
  blueprintSummarySchema,
  buildResponseSchema,
  type ChatResponse,
  chatRequestSchema,
  chatResponseSchema,
  parseOrThrow,
} from '@orchard-studio/core';
import { z } from 'zod';
import type { CallOptions, Transport } from './http/transport.ts';
import type { StreamTiming } from './stream/reconnecting.ts';
import { streamTurn, type TurnAddress } from './stream/stream-turn.ts';

const blueprintListSchema = z.object({ blueprints: z.array(blueprintSummarySchema) });

/** What one turn says: a message, answers to open questions, or both. */
export type ChatInput = z.input<typeof chatRequestSchema>;

/** Listen to the reply as it is said. The reply of the response is what counts: code adds to it. */
export interface ChatListeners {
  /** Called once the server has the message. */
  readonly onTurn?: (turn: TurnAddress) => void;
  readonly onText?: (delta: string) => void;
}

/** Names one Blueprint of one project. */
export interface BlueprintAddress {
  readonly projectId: string;
  readonly blueprintId: string;
}

/** Conversations, the Blueprints they fill, and their approval. */
export interface BlueprintsApi {
  /**
   * One turn of the conversation. Without `blueprintId` it starts a new Blueprint. The same `idempotencyKey` with
   * the same content may be sent again after a failure without saying everything twice.
   *
   * @throws INVALID_INPUT, NOT_FOUND, TURN_IN_PROGRESS
   */
  chat(
    request: ChatInput & { readonly projectId: string; readonly idempotencyKey?: string } & ChatListeners &
      CallOptions,
  ): Promise<ChatResponse>;
  /** Stops a turn that is being answered; its message stays. Nothing happens to one that has ended. @throws NOT_FOUND */
  cancelTurn(request: TurnAddress & CallOptions): Promise<void>;
  list(request: { readonly projectId: string } & CallOptions): Promise<readonly BlueprintSummary[]>;
  /** The Blueprint with its turns and the gate's verdict. @throws NOT_FOUND */
  get(request: BlueprintAddress & CallOptions): Promise<BlueprintDetail>;
  /** Deletes the Blueprint and everything it holds. @throws NOT_FOUND */
  remove(request: BlueprintAddress & CallOptions): Promise<void>;
  /** A person's approval of exactly one revision. @throws REVISION_CONFLICT when it has changed since. */
  approve(
    request: BlueprintAddress & { readonly revision: number; readonly hash: string } & CallOptions,
  ): Promise<BlueprintDetail>;
  /**
   * Starts building what was approved. `force` builds although the gate has blockers; each is recorded as a risk.
   * `target` is what the app is to run on; by default what the project was built for last.
   *
   * @throws NOT_APPROVED, NOT_READY_TO_BUILD (`details.blockers`), BUILD_IN_PROGRESS (`details.operationId`)
   */
  build(
    request: BlueprintAddress & { readonly force?: boolean; readonly target?: AppTarget } & CallOptions,
  ): Promise<BuildResponse>;
  /** The specification as Markdown. */
  spec(request: BlueprintAddress & CallOptions): Promise<string>;
}

const pathOf = ({ projectId, blueprintId }: BlueprintAddress): readonly string[] => [
  'projects',
  projectId,
  'blueprints',
  blueprintId,
];

export function createBlueprintsApi(transport: Transport, timing: StreamTiming): BlueprintsApi {
  return {
    chat: async ({ projectId, idempotencyKey, signal, onTurn, onText, ...request }) => {
      const post = {
        method: 'POST',
        path: ['projects', projectId, 'blueprint', 'chat'],
        body: parseOrThrow(chatRequestSchema, request, 'The message'),
        signal,
      } as const;
      const headers = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
      if (onTurn === undefined && onText === undefined)
        return transport.json(chatResponseSchema, { ...post, headers });
      const send = (): Promise<Response> =>
        transport.send({ ...post, headers: { ...headers, accept: 'text/event-stream' } });
      return streamTurn({ transport, timing, projectId, signal, send, onTurn, onText });
    },
    cancelTurn: async ({ turnId, signal, ...address }) => {
      await transport.send({ method: 'POST', path: [...pathOf(address), 'turns', turnId, 'cancel'], signal });
    },
    list: async ({ projectId, signal }) => {
      const path = ['projects', projectId, 'blueprints'];
      return (await transport.json(blueprintListSchema, { path, signal })).blueprints;
    },
    get: ({ signal, ...address }) => transport.json(blueprintDetailSchema, { path: pathOf(address), signal }),
    remove: async ({ signal, ...address }) => {
      await transport.send({ method: 'DELETE', path: pathOf(address), signal });
    },
    approve: ({ revision, hash, signal, ...address }) =>
      transport.json(blueprintDetailSchema, {
        method: 'POST',
        path: [...pathOf(address), 'approve'],
        body: { revision, hash },
        signal,
      }),
    build: ({ force, target, signal, ...address }) =>
      transport.json(buildResponseSchema, {
        method: 'POST',
        path: [...pathOf(address), 'build'],
        body: {
          ...(force === undefined ? {} : { force }),
          ...(target === undefined ? {} : { target }),
        },
        signal,
      }),
    spec: async ({ signal, ...address }) => {
      const request = { path: [...pathOf(address), 'spec.md'], headers: { accept: 'text/markdown' }, signal };
      return (await transport.send(request)).text();
    },
  };
}
