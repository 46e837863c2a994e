import { OrchardError, type TemplateView } from '@orchard-studio/core';
import type { TemplateProvider } from '../config.ts';

/** The templates that apps are composed of. */
export interface Templates {
  /** In the order in which they are laid over each other. @throws PORT_MISSING, CONFIG_INVALID */
  list(): Promise<readonly TemplateView[]>;
}

export function createTemplates(provider: TemplateProvider | undefined): Templates {
  return {
    list: async () => {
      if (provider === undefined)
        throw new OrchardError('PORT_MISSING', 'No builder that has templates is configured ("templates").');
      return provider.list();
    },
  };
}
