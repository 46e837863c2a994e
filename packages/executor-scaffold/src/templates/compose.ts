import type { AppTarget } from '@orchard-studio/core';
import { faultOfTemplatePath, foldPath, MAX_FILE_BYTES } from './check-path.ts';
import type { Template } from './manifest.ts';
import { mergePackages } from './merge-package.ts';
import { orderTemplates } from './order.ts';
import { refusal } from './refuse.ts';

const PACKAGE = 'package.json';

/** Knows every file and folder by its folded name, and refuses a second spelling and a file that is also a folder. */
class Layout {
  readonly #known = new Map<string, { readonly spelling: string; readonly isFile: boolean }>();

  add(template: string, path: string): void {
    const parts = path.split('/');
    for (let depth = 1; depth <= parts.length; depth += 1) {
      const spelling = parts.slice(0, depth).join('/');
      const isFile = depth === parts.length;
      const found = this.#known.get(foldPath(spelling));
      if (found === undefined) this.#known.set(foldPath(spelling), { spelling, isFile });
      else if (found.spelling !== spelling)
        throw refusal(
          template,
          `"${found.spelling}" is there already; some file systems take both for one.`,
          path,
        );
      else if (found.isFile !== isFile)
        throw refusal(template, `"${spelling}" is a file and a folder.`, path);
    }
  }
}

function checkFile(template: string, path: string, bytes: Uint8Array): void {
  const fault = faultOfTemplatePath(path);
  if (fault !== undefined) throw refusal(template, fault, path);
  if (bytes.byteLength > MAX_FILE_BYTES)
    throw refusal(template, `it is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB.`, path);
}

export interface Composition {
  readonly target: AppTarget;
  readonly templates: readonly Template[];
}

/**
 * Lays the files of templates over each other, in the order of what they require; later ones win, the host's own come
 * last. A `package.json` is merged by key, everything else is taken as it is.
 *
 * @returns contents by path, sorted by path.
 * @throws CONFIG_INVALID with `details.template` and `details.path`.
 * @example
 * const files = composeTemplates({ target: 'node', templates: await readTemplates(['./our-template']) });
 */
export function composeTemplates({ target, templates }: Composition): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const layout = new Layout();
  for (const { manifest, files: own } of orderTemplates(templates, target)) {
    for (const [path, bytes] of own) {
      checkFile(manifest.name, path, bytes);
      layout.add(manifest.name, path);
      const merged = path === PACKAGE ? mergePackages(files.get(path) ?? Buffer.from('{}'), bytes) : bytes;
      if (merged === undefined) throw refusal(manifest.name, 'it is not a JSON object.', path);
      files.set(path, merged);
    }
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
