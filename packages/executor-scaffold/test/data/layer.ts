import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import type {
  AppModel,
  Database,
  Entity,
  Input,
  ListQuery,
  ListResult,
  Option,
  Problem,
  Scope,
  StoredRecord,
  Upload,
  Values,
} from '../../templates/base/lib/types.d.ts';

interface Migration {
  readonly steps: readonly { readonly summary: string; readonly sql: readonly string[] }[];
}

type Written = { readonly id: number } | { readonly problems: readonly Problem[] };

/** The Store as the rest of an app knows it. */
export interface Store {
  list(entity: Entity, query: ListQuery, scope: Scope): Promise<ListResult>;
  get(entity: Entity, id: number, scope: Scope): Promise<StoredRecord | undefined>;
  count(entity: Entity, scope: Scope): Promise<number>;
  titles(entity: Entity, ids: readonly number[], scope?: Scope): Promise<Map<number, string>>;
  title(entity: Entity, record: StoredRecord): string;
  options(
    entity: Entity,
    query: { limit: number; scope: Scope; search?: string },
  ): Promise<Option[] | undefined>;
  create(entity: Entity, values: Values, options: { owner: number | null }): Promise<Written>;
  update(entity: Entity, id: number, values: Values, options?: { owner?: number | null }): Promise<Written>;
  remove(
    entity: Entity,
    id: number,
  ): Promise<{ readonly blockedBy: readonly { readonly entity: Entity; readonly count: number }[] }>;
  file(entity: Entity, id: number, field: string): Promise<Upload | undefined>;
  ownerOf(entity: Entity, id: number): Promise<number | null>;
  setting(key: string): Promise<string | undefined>;
  setSetting(key: string, value: string, options?: { onlyIfMissing?: boolean }): Promise<string>;
}

export interface Layer {
  openDatabase(options: { url?: string; file: string }): Promise<Database>;
  migrate(db: Database, model: AppModel): Promise<Migration>;
  planMigration(db: Database, model: AppModel): Promise<Migration>;
  readonly Store: { open(db: Database, model: AppModel): Promise<Store> };
  validate(
    entity: Entity,
    input: ReadonlyMap<string, Input>,
    mode: { partial: boolean; defaults: boolean },
  ): { values: Values; problems: readonly Problem[] };
}

const templates = fileURLToPath(new URL('../../templates/', import.meta.url));
const packages = dirname(dirname(createRequire(import.meta.url).resolve('pg/package.json')));

/** Puts the folders together as they lie in an app, until the tests of a file are over. @returns the app's folder */
export function composeLayer(): string {
  const folder = mkdtempSync(join(tmpdir(), 'orchard-data-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  for (const part of ['base', 'data']) {
    mkdirSync(join(folder, 'lib'), { recursive: true });
    cpSync(join(templates, part, 'lib'), join(folder, 'lib'), { recursive: true });
  }
  symlinkSync(packages, join(folder, 'node_modules'));
  return folder;
}

/** The data layer of an app, running in this process. */
export async function loadLayer(folder = composeLayer()): Promise<Layer> {
  const load = (name: string) =>
    import(/* @vite-ignore */ pathToFileURL(join(folder, 'lib/data', name)).href);
  const [open, migrate, store, validation] = await Promise.all(
    ['open.js', 'migrate.js', 'store.js', 'validation.js'].map(load),
  );
  return {
    openDatabase: open.openDatabase,
    migrate: migrate.migrate,
    planMigration: migrate.planMigration,
    Store: store.Store,
    validate: validation.validate,
  };
}
