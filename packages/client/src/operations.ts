import {
  type DecisionRequest,
  type EventsPage,
  eventsPageSchema,
  type JsonValue,
  jsonValueSchema,
  type OperationEvent,
  type OperationSummary,
  type OperationView,
  operationSummarySchema,
  operationViewSchema,
  type RerunRequest,
  type StartOperationRequest,
} from '@orchard-studio/core';
import { z } from 'zod';
import type { CallOptions, Transport } from './http/transport.ts';
import type { StreamTiming } from './stream/reconnecting.ts';
import { streamOperation } from './stream/stream-operation.ts';
import { type ProjectMessage, streamProject } from './stream/stream-project.ts';
import type { StreamState } from './stream/stream-state.ts';

const operationListSchema = z.object({ operations: z.array(operationSummarySchema) });

export interface OperationStreamRequest extends CallOptions {
  readonly operationId: string;
  /** Sequence number of the last event that is known; 0 (the default) starts at the beginning. */
  readonly after?: number;
  /** Called on every change of the connection's state. */
  readonly onState?: (state: StreamState) => void;
}

export interface ProjectWatchRequest extends CallOptions {
  readonly projectId: string;
  /** Called on every change of the connection's state. */
  readonly onState?: (state: StreamState) => void;
}

/** Builds and other runs, and what they say while they run. */
export interface OperationsApi {
  /** Newest first, at most `limit` (default 100, most 1,000). */
  list(
    request: { readonly projectId: string; readonly limit?: number } & CallOptions,
  ): Promise<readonly OperationSummary[]>;
  /** @throws NOT_FOUND */
  get(request: { readonly operationId: string } & CallOptions): Promise<OperationView>;
  /** One page of the event log after a sequence number. */
  events(
    request: {
      readonly operationId: string;
      readonly after?: number;
      readonly limit?: number;
    } & CallOptions,
  ): Promise<EventsPage>;
  /**
   * Every event after `after`, each once and in order, until the operation ends. A lost connection is opened again
   * where it broke off. Aborting the signal ends the iteration without an error.
   *
   * @throws NOT_FOUND and other errors that another try would not cure.
   * @example
   * for await (const event of client.operations.stream({ operationId })) console.log(event.seq, event.message);
   */
  stream(request: OperationStreamRequest): AsyncGenerator<OperationEvent, void, undefined>;
  /**
   * What all operations of a project do, on one connection, until the signal aborts: each begins with a snapshot of it
   * as it stands, then come its events. Operations that ended before are left out until somebody resumes them.
   *
   * @throws NOT_FOUND and other errors that another try would not cure.
   * @example
   * for await (const message of client.operations.watch({ projectId })) show(message);
   */
  watch(request: ProjectWatchRequest): AsyncGenerator<ProjectMessage, void, undefined>;
  /** A large output of a step, which its outputs name by `$artifact`. @throws NOT_FOUND */
  artifact(
    request: { readonly operationId: string; readonly hash: string } & CallOptions,
  ): Promise<JsonValue>;
  cancel(request: { readonly operationId: string } & CallOptions): Promise<OperationView>;
  /** Runs again what failed or was cancelled; steps that succeeded stay. @throws OPERATION_NOT_RESUMABLE */
  resume(request: { readonly operationId: string } & CallOptions): Promise<OperationView>;
  /** Starts a tree that the host registered. The same idempotency key again returns the same operation. */
  start(
    request: StartOperationRequest & {
      readonly projectId: string;
      readonly idempotencyKey?: string;
    } & CallOptions,
  ): Promise<OperationView>;
  /** Starts a new operation that repeats an ended one from a step on; what completed before keeps its outputs. */
  rerun(request: RerunRequest & { readonly operationId: string } & CallOptions): Promise<OperationView>;
  /** Approves or rejects what a step waits for. @throws STEP_NOT_WAITING, FORBIDDEN */
  decide(
    request: DecisionRequest & { readonly operationId: string; readonly step: string } & CallOptions,
  ): Promise<OperationView>;
}

export function createOperationsApi(transport: Transport, timing: StreamTiming): OperationsApi {
  const act = (operationId: string, action: string, signal: AbortSignal | undefined) =>
    transport.json(operationViewSchema, {
      method: 'POST',
      path: ['operations', operationId, action],
      body: {},
      signal,
    });
  return {
    list: async ({ projectId, limit, signal }) => {
      const path = ['projects', projectId, 'operations'];
      return (await transport.json(operationListSchema, { path, query: { limit }, signal })).operations;
    },
    get: ({ operationId, signal }) =>
      transport.json(operationViewSchema, { path: ['operations', operationId], signal }),
    events: ({ operationId, after, limit, signal }) =>
      transport.json(eventsPageSchema, {
        path: ['operations', operationId, 'events'],
        query: { after, limit },
        signal,
      }),
    stream: ({ operationId, after = 0, signal, onState }) =>
      streamOperation({ transport, timing, operationId, after, signal, onState }),
    watch: ({ projectId, signal, onState }) =>
      streamProject({ transport, timing, projectId, signal, onState }),
    artifact: ({ operationId, hash, signal }) =>
      transport.json(jsonValueSchema, { path: ['operations', operationId, 'artifacts', hash], signal }),
    cancel: ({ operationId, signal }) => act(operationId, 'cancel', signal),
    resume: ({ operationId, signal }) => act(operationId, 'resume', signal),
    start: ({ projectId, idempotencyKey, signal, ...body }) =>
      transport.json(operationViewSchema, {
        method: 'POST',
        path: ['projects', projectId, 'operations'],
        body,
        ...(idempotencyKey === undefined ? {} : { headers: { 'idempotency-key': idempotencyKey } }),
        signal,
      }),
    rerun: ({ operationId, signal, ...body }) =>
      transport.json(operationViewSchema, {
        method: 'POST',
        path: ['operations', operationId, 'rerun'],
        body,
        signal,
      }),
    decide: ({ operationId, step, signal, ...body }) =>
      transport.json(operationViewSchema, {
        method: 'POST',
        path: ['operations', operationId, 'approvals', step],
        body,
        signal,
      }),
  };
}
