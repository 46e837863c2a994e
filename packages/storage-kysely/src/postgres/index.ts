export type { Migration } from '../migration.ts';
export * from './create-postgres-hints.ts';
export * from './create-postgres-storage.ts';
export * from './postgres-migrations.ts';
export type {
  PostgresClient,
  PostgresPool,
  PostgresQuery,
  PostgresResult,
  PostgresSource,
} from './postgres-pool.ts';
