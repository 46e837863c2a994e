export type { Migration } from './migration.ts';
export * from './sqlite/create-sqlite-storage.ts';
export type { Durability } from './sqlite/open-database.ts';
export * from './sqlite/sqlite-migrations.ts';
