import type { Dirent } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { OrchardError, parseOrThrow } from '@orchard-studio/core';
import { builtInTemplates } from '../built-in-templates.ts';
import { faultOfTemplatePath, MAX_FILE_BYTES } from './check-path.ts';
import { MANIFEST_FILE, type Template, type TemplateManifest, templateManifestSchema } from './manifest.ts';
import { refusal } from './refuse.ts';

/** The manifest of the template in a folder. @throws CONFIG_INVALID */
async function readManifest(folder: string): Promise<TemplateManifest> {
  const name = basename(folder);
  let text: string;
  try {
    text = await readFile(join(folder, MANIFEST_FILE), 'utf8');
  } catch (error) {
    throw new OrchardError('CONFIG_INVALID', `The folder ${folder} holds no ${MANIFEST_FILE}.`, {
      cause: error,
      details: { template: name, path: MANIFEST_FILE },
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refusal(name, 'it is not JSON.', MANIFEST_FILE);
  }
  return parseOrThrow(templateManifestSchema, value, `${MANIFEST_FILE} of "${name}"`, 'CONFIG_INVALID');
}

/** Every entry below a folder that is no folder itself. */
async function entriesBelow(folder: string): Promise<readonly Dirent[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory());
}

async function readEntry(root: string, name: string, entry: Dirent): Promise<readonly [string, Uint8Array]> {
  const full = join(entry.parentPath, entry.name);
  const path = relative(root, full).split(sep).join('/');
  if (entry.isSymbolicLink()) throw refusal(name, 'it is a symbolic link.', path);
  if (!entry.isFile()) throw refusal(name, 'it is not a plain file.', path);
  const fault = faultOfTemplatePath(path);
  if (fault !== undefined) throw refusal(name, fault, path);
  if ((await stat(full)).size > MAX_FILE_BYTES)
    throw refusal(name, `it is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB.`, path);
  return [path, await readFile(full)];
}

/**
 * Reads the template in a folder: `template.json`, and beside it the files as they will lie in the app.
 *
 * @throws CONFIG_INVALID with `details.template` and `details.path`.
 */
export async function readTemplate(folder: string, builtIn = false): Promise<Template> {
  const manifest = await readManifest(folder);
  const root = await realpath(resolve(folder));
  const entries = (await entriesBelow(root)).filter(
    ({ parentPath, name }) => parentPath !== root || name !== MANIFEST_FILE,
  );
  const files = await Promise.all(entries.map((entry) => readEntry(root, manifest.name, entry)));
  return { manifest, files: new Map(files.sort(([a], [b]) => (a < b ? -1 : 1))), builtIn };
}

/** The templates of this package and those in the host's folders. @throws CONFIG_INVALID */
export async function readTemplates(folders: readonly string[] = []): Promise<readonly Template[]> {
  const own = (await builtInTemplates()).map((folder) => readTemplate(folder, true));
  return Promise.all([...own, ...folders.map((folder) => readTemplate(folder))]);
}
