import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at } from './root.mjs';

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/**
 * The packages of the repository in dependency order (the order of `workspaces`), as
 * `{ name, short, folder, needs }`; `needs` are the other packages it is built on.
 */
export function packages() {
  const folders = readJson(at('package.json')).workspaces.filter((path) => path.startsWith('packages/'));
  const all = folders.map((path) => ({
    short: path.slice('packages/'.length),
    folder: at(path),
    json: readJson(at(path, 'package.json')),
  }));
  const byName = new Map(all.map((entry) => [entry.json.name, entry.short]));
  return all.map(({ short, folder, json }) => ({
    name: json.name,
    short,
    folder,
    needs: Object.keys({ ...json.dependencies, ...json.peerDependencies }).flatMap(
      (dep) => byName.get(dep) ?? [],
    ),
  }));
}

/** True once a package has something to build. */
export const hasSource = ({ folder }) => existsSync(join(folder, 'src', 'index.ts'));
