import { type Clock, type StreamTicket, systemClock } from '@orchard-studio/core';
import { z } from 'zod';
import { type BlueprintsApi, createBlueprintsApi } from './blueprints.ts';
import { type CallOptions, createTransport } from './http/transport.ts';
import { createOperationsApi, type OperationsApi } from './operations.ts';
import { createProjectsApi, type ProjectsApi } from './projects.ts';
import type { StreamTiming } from './stream/reconnecting.ts';
import { requestTicket, type StreamAddress, streamUrl } from './stream-tickets.ts';
import { createTemplatesApi, type TemplatesApi } from './templates.ts';
import { createTreesApi, type TreesApi } from './trees.ts';

export interface ClientOptions {
  /** Address of the API with its prefix: `http://127.0.0.1:3000/api`, or `/api` on the page's own origin. */
  readonly baseUrl: string;
  /** Default: the platform's `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /** Sent with every call; a function is asked anew each time, so that a token may change. */
  readonly headers?: Readonly<Record<string, string>> | (() => Readonly<Record<string, string>>);
  /** Waits between reconnects. Default: the system's clock. */
  readonly clock?: Pick<Clock, 'sleep'>;
  /** Chance for the reconnects, 0 to 1. Default: `Math.random`. */
  readonly random?: () => number;
  /** Milliseconds of silence after which a stream counts as dead. Default 45,000. */
  readonly idleMs?: number;
}

/** Everything an Orchard server offers, typed. */
export interface OrchardClient {
  readonly projects: ProjectsApi;
  readonly blueprints: BlueprintsApi;
  readonly operations: OperationsApi;
  readonly templates: TemplatesApi;
  readonly trees: TreesApi;
  /** A ticket that opens one stream, soon: for an EventSource of your own. `operations.stream` and `watch` need none. */
  streamTicket(options?: CallOptions): Promise<StreamTicket>;
  /**
   * Where an EventSource finds a stream. It lets in once: when the connection is lost, ask for another ticket.
   *
   * @example
   * const { ticket } = await client.streamTicket();
   * const events = new EventSource(client.streamUrl({ operationId, ticket }));
   */
  streamUrl(address: StreamAddress): string;
  /** Resolves when the server answers that it is up. @throws UNREACHABLE */
  health(options?: CallOptions): Promise<void>;
}

const IDLE_MS = 45_000;

/**
 * A typed client. It holds no connection and starts nothing by itself; it works in browsers and in Node.
 *
 * Every method rejects with an OrchardError: the server's code where it gave one, UNREACHABLE when it cannot be
 * reached, CANCELLED when the given signal aborts.
 *
 * @example
 * const client = createClient({ baseUrl: 'http://127.0.0.1:3000/api' });
 * const project = await client.projects.create({ name: 'Cool project' });
 * const { reply } = await client.blueprints.chat({ projectId: project.id, message: 'A task tracker' });
 */
export function createClient(options: ClientOptions): OrchardClient {
  const { headers, clock = systemClock } = options;
  const transport = createTransport({
    baseUrl: options.baseUrl,
    // A browser's fetch must be called on its window.
    fetch: options.fetch ?? ((...call) => globalThis.fetch(...call)),
    headers: typeof headers === 'function' ? headers : () => headers ?? {},
  });
  const timing: StreamTiming = {
    sleep: (ms, signal) => clock.sleep(ms, signal),
    random: options.random ?? Math.random,
    idleMs: options.idleMs ?? IDLE_MS,
  };
  return {
    projects: createProjectsApi(transport),
    blueprints: createBlueprintsApi(transport, timing),
    operations: createOperationsApi(transport, timing),
    templates: createTemplatesApi(transport),
    trees: createTreesApi(transport),
    streamTicket: (call) => requestTicket(transport, call),
    streamUrl: (address) => streamUrl(transport, address),
    health: async (call) => {
      await transport.json(z.unknown(), { path: ['healthz'], signal: call?.signal });
    },
  };
}
