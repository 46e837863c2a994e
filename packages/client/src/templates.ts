import { type TemplateView, templateListSchema } from '@orchard-studio/core';
import type { CallOptions, Transport } from './http/transport.ts';

/** The templates that apps are composed of. */
export interface TemplatesApi {
  /** In the order in which they are laid over each other. @throws PORT_MISSING when the host has none to list. */
  list(request?: CallOptions): Promise<readonly TemplateView[]>;
}

export function createTemplatesApi(transport: Transport): TemplatesApi {
  return {
    list: async (options) => {
      const request = { path: ['templates'], signal: options?.signal };
      return (await transport.json(templateListSchema, request)).templates;
    },
  };
}
