import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { reportCounts } from './lib/report.mjs';

/** P14: what npm puts into node_modules for those who install something: packages and bytes, by what is installed here. */
const BENCH = fileURLToPath(new URL('.', import.meta.url));
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Where node finds a package that is needed in a folder. */
function find(name, from) {
  for (let folder = from; ; folder = join(folder, '..')) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (folder === '/' || folder === ROOT) return undefined;
  }
}

const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** What npm installs with a package: its dependencies, those that fit this machine, and peers that are not optional. */
function neededBy({ dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta }) {
  const peers = Object.keys(peerDependencies ?? {}).filter(
    (name) => peerDependenciesMeta?.[name]?.optional !== true,
  );
  return [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers];
}

/** Every package that comes with these, by its folder. */
function closure(names, from, found = new Map()) {
  for (const name of names) {
    const folder = find(name, from);
    if (folder === undefined || found.has(folder)) continue;
    const manifest = manifestOf(folder);
    found.set(folder, manifest);
    closure(neededBy(manifest), folder, found);
  }
  return found;
}

const isOurs = ({ name }) => name.startsWith('@orchard-studio/');

/** What a compiler leaves behind is not counted: most people get a compiled file from the package's own site. */
const isLeftover = (inside) => inside.startsWith('build/') && !inside.endsWith('.node');

/** The files that are published: ours hold sources and tests besides. */
function filesOf(folder, manifest) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const inside = path.slice(folder.length + 1);
      if (inside.includes('node_modules/') || (manifest.name === 'better-sqlite3' && isLeftover(inside)))
        return false;
      return (
        !isOurs(manifest) || inside.startsWith('dist/') || /^(README|LICENSE|package\.json)/.test(inside)
      );
    });
}

/** A built file and those of its package that it imports at once. */
function loadedBy(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(
    /^(?:import|export)\b[^;]*?["'](\.[^"']+)["']/gm,
  ))
    loadedBy(join(file, '..', path), seen);
  return seen;
}

/** Our own JavaScript that runs, as published: bundled, not minified. */
function gzipKb(packages) {
  const files = [...packages]
    .filter(([, manifest]) => isOurs(manifest))
    .flatMap(([folder]) => [...loadedBy(join(folder, 'dist', 'index.js'))]);
  return gzipSync(Buffer.concat(files.map((file) => readFileSync(file)))).length / 1024;
}

function measure(names, from) {
  const packages = closure(names, from);
  const files = [...packages].flatMap(([folder, manifest]) => filesOf(folder, manifest));
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  return { packages: packages.size, files: files.length, MB: bytes / 1024 ** 2, list: packages };
}

const OURS = 'core + orchestrator + SQLite';
const own = ['core', 'orchestrator', 'storage-kysely'].map((name) => `@orchard-studio/${name}`);
const SETS = new Map([
  [OURS, own],
  ['core + orchestrator + PostgreSQL (pg)', [...own, 'pg']],
  [
    'LangGraph.js + SqliteSaver',
    ['@langchain/langgraph', '@langchain/core', '@langchain/langgraph-checkpoint-sqlite'],
  ],
  ['Mastra + LibSQLStore', ['@mastra/core', '@mastra/libsql', 'zod']],
  ['DBOS Transact', ['@dbos-inc/dbos-sdk']],
  ['graphile-worker', ['graphile-worker']],
  ['pg-boss', ['pg-boss']],
]);

const rows = [];
for (const [label, names] of SETS) {
  const { list, ...counts } = measure(names, label.startsWith('core') ? ROOT : BENCH);
  const gzip = label === OURS ? { 'own code, gzip KB': gzipKb(list) } : {};
  rows.push({ label, counts: { ...counts, ...gzip } });
}
const mb = (label) => rows.find((row) => row.label.startsWith(label)).counts.MB;
for (const row of rows) row.counts['times ours'] = row.counts.MB / mb(OURS);
reportCounts('install', rows, {
  targets: [
    { id: 'P14', label: OURS, column: 'packages', max: 12 },
    { id: 'P14', label: OURS, column: 'own code, gzip KB', max: 60 },
    { id: 'P14', label: 'Mastra + LibSQLStore', column: 'times ours', min: 6 },
    { id: 'P14', label: 'LangGraph.js + SqliteSaver', column: 'times ours', min: 3 },
  ],
});
