/**
 * Loaded before an app: Node's permission model does not cover node:sqlite, which could open and write any file.
 * From here on a database is in memory or in the data folder, which `?data=` of this module's address names.
 * The app may change every object it can reach, so everything needed later is taken now, and the originals are left
 * in reach of nobody.
 *
 * @import { DatabaseSync as Database, DatabaseSyncOptions } from 'node:sqlite'
 */
import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';

const NAME = 'node:sqlite';
const sqlite = process.getBuiltinModule(NAME);
const root = new URL(import.meta.url).searchParams.get('data');

const real = realpathSync.native;
const path = { basename, dirname, join, resolve };
const { construct, apply } = Reflect;
const startsWith = Function.prototype.call.bind(String.prototype.startsWith);
const test = Function.prototype.call.bind(RegExp.prototype.test);
const Refusal = Error;

/** @param {string} what @returns {never} */
function refuse(what) {
  throw Object.assign(new Refusal(`${what} is not allowed here.`), { code: 'ERR_ACCESS_DENIED' });
}

/** @param {string} file */
const isInside = (file) => root !== null && startsWith(file, root + sep);

/** The real path of a file that exists, or will exist in a real folder. @param {string} file */
function realPath(file) {
  try {
    return real(file);
  } catch {
    return path.join(real(path.dirname(file)), path.basename(file));
  }
}

/** @param {unknown} location @returns {string} where the database may be opened */
function permitted(location) {
  if (location === ':memory:') return location;
  // An address or bytes could say in other ways where the file is.
  if (typeof location !== 'string' || startsWith(location, 'file:'))
    return refuse('A database address of this form');
  const file = realPath(path.resolve(location));
  return isInside(file) ? file : refuse('A database outside the data folder');
}

const Original = sqlite.DatabaseSync;
const { prototype } = Original;
const { open, exec, prepare } = prototype;
/** Missing in older versions of Node. @type {Function | undefined} */
const setAuthorizer = Reflect.get(prototype, 'setAuthorizer');
const ATTACH = 24;
const DENY = 1;

/** `ATTACH` and `VACUUM INTO` name a file; `VACUUM` alone attaches one without a name. @type {(code: number, file: unknown) => number} */
const judge = (code, file) => (code === ATTACH && file !== '' ? DENY : 0);

/** @param {string} sql */
function checkWords(sql) {
  // Keywords cannot be split or escaped in SQL, so the plain words tell.
  if (typeof sql !== 'string' || test(/\battach\b|\bvacuum\b.*\binto\b/is, sql)) refuse('This statement');
}

/** @param {Database} db */
function watch(db) {
  if (setAuthorizer !== undefined) apply(setAuthorizer, db, [judge]);
}

/** @param {unknown} location @param {DatabaseSyncOptions} [options] */
function DatabaseSync(location, options = {}) {
  if (new.target === undefined) throw new TypeError('Cannot call constructor without `new`');
  const settings = { ...options, allowExtension: false };
  const db = construct(Original, [permitted(location), settings], new.target);
  if (settings.open !== false) watch(db);
  return db;
}

/** @param {object} target @param {string} name @param {unknown} value */
const fix = (target, name, value) =>
  Object.defineProperty(target, name, { value, writable: false, configurable: false });

fix(DatabaseSync, 'prototype', prototype);
fix(prototype, 'constructor', DatabaseSync);
fix(
  prototype,
  'open',
  /** @this {Database} */ function guardedOpen() {
    apply(open, this, []);
    watch(this);
  },
);
if (setAuthorizer === undefined) {
  fix(
    prototype,
    'exec',
    /** @this {Database} */ function guardedExec(/** @type {string} */ sql) {
      checkWords(sql);
      return apply(exec, this, [sql]);
    },
  );
  fix(
    prototype,
    'prepare',
    /** @this {Database} */ function guardedPrepare(
      /** @type {string} */ sql,
      /** @type {unknown[]} */ ...rest
    ) {
      checkWords(sql);
      return apply(prepare, this, [sql, ...rest]);
    },
  );
  fix(prototype, 'createTagStore', undefined);
} else {
  fix(
    prototype,
    'setAuthorizer',
    /** @this {Database} */ function guardedSet(/** @type {unknown} */ callback) {
      const both = (/** @type {[number, unknown, ...unknown[]]} */ ...event) =>
        judge(event[0], event[1]) || apply(/** @type {Function} */ (callback), undefined, event);
      apply(setAuthorizer, this, [typeof callback === 'function' ? both : judge]);
    },
  );
}

const { backup } = sqlite;
fix(sqlite, 'DatabaseSync', DatabaseSync);
fix(
  sqlite,
  'backup',
  (/** @type {unknown} */ source, /** @type {unknown} */ file, /** @type {unknown} */ options) =>
    apply(backup, undefined, [source, permitted(file), options ?? {}]),
);
// Asking for the module again is what brings its ES exports up to date.
process.getBuiltinModule(NAME);
const seen = await import(NAME);
if (seen.DatabaseSync !== DatabaseSync || seen.backup === backup) refuse('node:sqlite without its guard');
