import { type StreamTicket, streamTicketSchema } from '@orchard-studio/core';
import type { CallOptions, Transport } from './http/transport.ts';

/** A stream that a ticket opens: of one operation, or of all operations of a project. */
export type StreamAddress =
  | {
      readonly operationId: string;
      readonly ticket: string;
      /** Sequence number of the last event that is known. */
      readonly after?: number;
    }
  | {
      readonly projectId: string;
      readonly ticket: string;
      /** The same for each operation, by its id. */
      readonly after?: Readonly<Record<string, number>>;
    };

export function requestTicket(transport: Transport, options: CallOptions = {}): Promise<StreamTicket> {
  const { signal } = options;
  return transport.json(streamTicketSchema, { method: 'POST', path: ['stream-tickets'], body: {}, signal });
}

export function streamUrl(transport: Transport, address: StreamAddress): string {
  const { ticket } = address;
  if ('operationId' in address) {
    const { operationId, after } = address;
    return transport.addressOf({ path: ['operations', operationId, 'stream'], query: { after, ticket } });
  }
  const cursors = Object.entries(address.after ?? {}).map(([operationId, seq]) => `${operationId}:${seq}`);
  const after = cursors.length === 0 ? undefined : cursors.join(',');
  return transport.addressOf({ path: ['projects', address.projectId, 'stream'], query: { after, ticket } });
}
