import { type Logger, OrchardError } from '@orchard-studio/core';

export interface PostgresQuery {
  readonly text: string;
  readonly values?: unknown[];
  /** Name of a prepared statement. */
  readonly name?: string;
  /** How long its answer may take, in milliseconds, where it is not the pool's `query_timeout`. */
  readonly query_timeout?: number;
}

export interface PostgresResult {
  readonly rows: unknown[];
  readonly rowCount: number | null;
}

/** A connection out of a pool: `pg`'s own `PoolClient` fits. */
export interface PostgresClient {
  query(query: PostgresQuery): Promise<PostgresResult>;
  /** Gives it back; after an error it is thrown away. */
  release(error?: Error | boolean): void;
  on(event: 'error' | 'end', listener: (error?: Error) => void): unknown;
  on(event: 'notification', listener: (message: { readonly payload?: string | undefined }) => void): unknown;
}

/** What the stores need of a pool: `pg.Pool` of `pg` 8 fits. */
export interface PostgresPool {
  connect(): Promise<PostgresClient>;
  query(query: PostgresQuery): Promise<PostgresResult>;
  end(): Promise<void>;
}

/** Where the database is: exactly one of them. */
export type PostgresSource =
  | { readonly pool: PostgresPool; readonly connectionString?: never; readonly queryTimeoutMs?: never }
  | {
      readonly connectionString: string;
      /**
       * How long an answer of the database may take, in milliseconds: after that the connection counts as lost. Default:
       * 30,000. A pool of the host has the host's `query_timeout`.
       */
      readonly queryTimeoutMs?: number;
      readonly pool?: never;
    };

type OwnSource = Extract<PostgresSource, { connectionString: string }>;

interface OwnPool extends PostgresPool {
  on(event: 'error', listener: (error: Error) => void): unknown;
}

interface PgModule {
  readonly Pool: new (options: object) => OwnPool;
}

const isPg = (module: unknown): module is PgModule =>
  typeof module === 'object' && module !== null && 'Pool' in module && typeof module.Pool === 'function';

async function loadPg(): Promise<PgModule> {
  let loaded: { readonly default?: unknown };
  try {
    loaded = await import('pg');
  } catch (cause) {
    throw new OrchardError('CONFIG_INVALID', 'A connectionString needs the package `pg`: npm install pg@8.', {
      cause,
    });
  }
  // A CommonJS module: what it exports is the default.
  if (isPg(loaded.default)) return loaded.default;
  throw new OrchardError('CONFIG_INVALID', 'The installed `pg` has no Pool; install pg@8.');
}

/** How long a call waits for a connection. */
const CONNECT_MS = 10_000;
/** A network that fell silent says nothing by itself for minutes. */
const QUERY_MS = 30_000;

/** The host's pool, or one of our own, made when first asked for. */
export class PoolSource {
  readonly #source: PostgresSource;
  readonly #logger: Logger;
  #own: Promise<OwnPool> | undefined;
  #ended: Promise<void> | undefined;

  constructor(source: PostgresSource, logger: Logger) {
    this.#source = source;
    this.#logger = logger;
  }

  get(): PostgresPool | Promise<PostgresPool> {
    if (this.#source.pool !== undefined) return this.#source.pool;
    this.#own ??= this.#make(this.#source);
    return this.#own;
  }

  /** Ends a pool of our own; the host's is left alone. */
  async end(): Promise<void> {
    this.#ended ??= this.#own?.then((own) => own.end());
    await this.#ended;
  }

  async #make({ connectionString, queryTimeoutMs = QUERY_MS }: OwnSource): Promise<OwnPool> {
    const { Pool } = await loadPg();
    const pool = new Pool({
      connectionString,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: queryTimeoutMs,
      keepAlive: true,
      application_name: 'orchard',
    });
    // A connection that breaks while nobody uses it; the pool replaces it.
    pool.on('error', (error) => this.#logger.warn({ err: error }, 'An idle database connection broke.'));
    return pool;
  }
}
