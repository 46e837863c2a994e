import { OrchardError } from '@orchard-studio/core';

/** A template that cannot be used; `details` name it and, where there is one, the path in it. */
export function refusal(template: string, reason: string, path?: string): OrchardError {
  const place = path === undefined ? '' : `, file "${path}"`;
  return new OrchardError('CONFIG_INVALID', `The template "${template}"${place}: ${reason}`, {
    details: { template, reason, ...(path === undefined ? {} : { path }) },
  });
}
