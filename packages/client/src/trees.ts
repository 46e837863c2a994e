import { type TreeView, treeListSchema } from '@orchard-studio/core';
import type { CallOptions, Transport } from './http/transport.ts';

/** The trees that the host registered. */
export interface TreesApi {
  /** Those that people may start, with their inputs, by name. */
  list(request?: CallOptions): Promise<readonly TreeView[]>;
}

export function createTreesApi(transport: Transport): TreesApi {
  return {
    list: async (options) => {
      const request = { path: ['trees'], signal: options?.signal };
      return (await transport.json(treeListSchema, request)).trees;
    },
  };
}
