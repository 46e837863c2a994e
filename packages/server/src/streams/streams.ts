import type {
  Clock,
  Logger,
  Metrics,
  OperationId,
  OperationStore,
  OperationView,
} from '@orchard-studio/core';
import type { OperationHints } from '@orchard-studio/orchestrator';
import type { Sink, SinkEvents } from './connection.ts';
import { type Access, Connections } from './connections.ts';
import { type OperationStreamStart, streamOperation } from './operation-stream.ts';
import { PageCache } from './page-cache.ts';
import { ProjectStream } from './project-stream.ts';
import { type ProjectKey, ProjectTail } from './project-tail.ts';
import { Tails } from './tails.ts';
import { streamTurn, type TurnStreamStart } from './turn-stream.ts';

/** How streams behave. */
export interface StreamOptions {
  /** Silence in milliseconds after which a comment keeps a connection open. Default 15000. */
  readonly heartbeatMs?: number;
  /** A client that takes nothing for so many milliseconds is cut off; it comes back where it stopped. Default 30000. */
  readonly stallMs?: number;
  /**
   * How often `authenticate` and `authorize` are asked again about an open stream, in milliseconds. Default 1000.
   * Whoever came with a ticket has no session: of those only `authorize` is asked. A stream ends when it is not
   * allowed any more, when that cannot be found out, and when nothing is answered for five times as long.
   */
  readonly accessMs?: number;
  /** How long a ticket for a stream is good, in milliseconds. Default 30000. */
  readonly ticketMs?: number;
  /** Longest wait in milliseconds before other processes' events are seen without a hint. Default 500. */
  readonly pollMs?: number;
  /** Bytes of encoded old events that are kept for clients that read at their own pace. Default 4 MiB. */
  readonly cacheBytes?: number;
  /** Spreads reconnects, 0 to 1. Default `Math.random`. */
  readonly random?: () => number;
}

export interface StreamsEnvironment {
  readonly store: OperationStore;
  readonly hints: OperationHints;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** An operation as viewers get it, whoever they are. */
  readonly viewOf: (operationId: OperationId) => Promise<OperationView>;
}

/** Brings event logs to any number of clients. Callers check who may see what; `access` is asked again later. */
export interface Streams {
  operation(sink: Sink, start: OperationStreamStart, access: Access): SinkEvents;
  /** @param cursors - `seq` of the last event that the client has of each operation it knows */
  project(
    sink: Sink,
    start: ProjectKey & { readonly cursors: ReadonlyMap<OperationId, number> },
    access: Access,
  ): SinkEvents;
  /** A turn of the interview: what is being said, and what it comes to. */
  turn(sink: Sink, start: TurnStreamStart, access: Access): SinkEvents;
  /** Open connections. */
  readonly clients: number;
  /** Ends every stream in order. Leaves no timer. */
  close(): void;
}

export function createStreams(env: StreamsEnvironment, options: StreamOptions = {}): Streams {
  const { heartbeatMs = 15_000, stallMs = 30_000, accessMs = 1_000, pollMs = 500 } = options;
  const { clock, logger, metrics, store, hints } = env;
  const random = options.random ?? Math.random;
  const pages = new PageCache(options.cacheBytes ?? 4 * 1024 * 1024);
  const tails = new Tails({ store, hints, clock, logger, metrics, pages, pollMs });
  const connections = new Connections({ clock, logger, heartbeatMs, stallMs, accessMs });
  const projects = new Map<string, ProjectTail>();
  const tailOf = ({
    tenantId,
    projectId,
  }: ProjectKey): { readonly name: string; readonly tail: ProjectTail } => {
    const name = JSON.stringify([tenantId, projectId]);
    const tail =
      projects.get(name) ?? new ProjectTail({ tenantId, projectId }, { store, hints, clock, logger, pollMs });
    projects.set(name, tail);
    return { name, tail };
  };
  return {
    operation: (sink, start, access) => {
      const connection = connections.open(sink, access);
      if (!connection.closed) streamOperation(connection, start, { tails, random });
      return connection;
    },
    project: (sink, start, access) => {
      const connection = connections.open(sink, access);
      if (connection.closed) return connection;
      const { name, tail } = tailOf(start);
      const stream = new ProjectStream(connection, start.cursors, {
        tails,
        pages,
        random,
        viewOf: env.viewOf,
      });
      tail.add(stream);
      connection.whenClosed(() => {
        tail.remove(stream);
        if (tail.readers > 0 || projects.get(name) !== tail) return;
        projects.delete(name);
        tail.stop();
      });
      return connection;
    },
    turn: (sink, start, access) => {
      const connection = connections.open(sink, access);
      if (!connection.closed) streamTurn(connection, start, { clock, logger, pollMs, random });
      return connection;
    },
    get clients() {
      return connections.size;
    },
    close: () => {
      connections.close();
      tails.close();
      for (const tail of projects.values()) tail.stop();
      projects.clear();
    },
  };
}
