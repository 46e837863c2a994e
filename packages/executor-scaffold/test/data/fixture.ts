import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { freshPostgres } from '../../../../test-tools/postgres.ts';
import type {
  AppModel,
  Database,
  Entity,
  Input,
  JsonValue,
  ListQuery,
  Problem,
  Scope,
} from '../../templates/base/lib/types.d.ts';
import { type Layer, loadLayer, type Store } from './layer.ts';

export const layer: Layer = await loadLayer();

export type Target = 'SQLite in a file' | 'SQLite in memory' | 'PostgreSQL';
export const TARGETS: readonly Target[] = ['SQLite in a file', 'SQLite in memory', 'PostgreSQL'];
/** Those that several processes can open. */
export const SHARED_TARGETS: readonly Target[] = ['SQLite in a file', 'PostgreSQL'];

/** Where a new, empty database is. */
export async function place(target: Target): Promise<{ url?: string; file: string }> {
  if (target === 'PostgreSQL') return { url: await freshPostgres(), file: '' };
  if (target === 'SQLite in memory') return { file: ':memory:' };
  const folder = mkdtempSync(join(tmpdir(), 'orchard-db-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { file: join(folder, 'app.db') };
}

export async function connect(at: { url?: string; file: string }): Promise<Database> {
  const db = await layer.openDatabase(at);
  onTestFinished(() => db.close());
  return db;
}

export const open = async (target: Target): Promise<Database> => connect(await place(target));

const EVERYTHING: ListQuery = {
  page: 1,
  pageSize: 100,
  search: '',
  sort: { key: 'id', descending: false },
  filters: new Map(),
};

type Given = Readonly<Record<string, Input>>;

/** One entity of a migrated database, spoken to in plain objects. */
export interface Records {
  /** @throws when the values are refused */
  add(values: Given, owner?: number | null): Promise<number>;
  problems(values: Given): Promise<readonly Problem[]>;
  change(id: number, values: Given): Promise<readonly Problem[]>;
  get(id: number): Promise<Record<string, JsonValue>>;
  all(query?: Partial<ListQuery>, scope?: Scope): Promise<readonly Record<string, JsonValue>[]>;
}

export function recordsOf(store: Store, entity: Entity): Records {
  const write = async (values: Given, owner: number | null) => {
    const mode = { partial: false, defaults: true };
    const checked = layer.validate(entity, new Map(Object.entries(values)), mode);
    if (checked.problems.length > 0) return { problems: checked.problems };
    return store.create(entity, checked.values, { owner });
  };
  return {
    add: async (values, owner = null) => {
      const written = await write(values, owner);
      if ('id' in written) return written.id;
      throw new Error(JSON.stringify(written.problems));
    },
    problems: async (values) => {
      const written = await write(values, null);
      return 'problems' in written ? written.problems : [];
    },
    change: async (id, values) => {
      const mode = { partial: true, defaults: false };
      const checked = layer.validate(entity, new Map(Object.entries(values)), mode);
      if (checked.problems.length > 0) return checked.problems;
      const written = await store.update(entity, id, checked.values);
      return 'problems' in written ? written.problems : [];
    },
    get: async (id) => {
      const record = await store.get(entity, id, 'all');
      if (record === undefined) throw new Error(`There is no ${entity.name} ${id}.`);
      return record;
    },
    all: async (query = {}, scope = 'all') =>
      (await store.list(entity, { ...EVERYTHING, ...query }, scope)).items,
  };
}

/** Migrates and opens the store. @returns what speaks to an entity by its path */
export async function use(db: Database, model: AppModel) {
  const migration = await layer.migrate(db, model);
  const store = await layer.Store.open(db, model);
  const entity = (path: string): Entity => {
    const found = model.entities.find((candidate) => candidate.path === path);
    if (found === undefined) throw new Error(`No entity ${path}.`);
    return found;
  };
  return { store, migration, entity, records: (path: string) => recordsOf(store, entity(path)) };
}
