import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OrchardError } from '@orchard-studio/core';

/** Next to `src` and next to `dist`: this file is bundled one level below the package's root. */
const TEMPLATES = fileURLToPath(new URL('../templates/', import.meta.url));

/** The folders of the templates that this package is shipped with, by name. */
export async function builtInTemplates(): Promise<readonly string[]> {
  const entries = await readdir(TEMPLATES, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (names.length === 0)
    throw new OrchardError('INTERNAL', 'The templates of this package are missing. Install it again.');
  return names.sort().map((name) => join(TEMPLATES, name));
}
