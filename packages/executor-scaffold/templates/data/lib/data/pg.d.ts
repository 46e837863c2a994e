/** The part of `pg` that this app uses. The package is installed only where PostgreSQL is. */
declare module 'pg' {
  export interface Result {
    readonly rows: readonly Readonly<Record<string, unknown>>[];
    readonly rowCount: number | null;
    readonly command: string;
  }
  export interface Client {
    query(text: string, values?: readonly unknown[]): Promise<Result>;
    /** `true`: the connection is closed and not used again. */
    release(broken: boolean): void;
    on(event: 'error', listener: (error: Error) => void): unknown;
    off(event: 'error', listener: (error: Error) => void): unknown;
  }
  export interface Pool {
    query(text: string, values?: readonly unknown[]): Promise<Result>;
    connect(): Promise<Client>;
    on(event: 'error', listener: (error: Error) => void): unknown;
    end(): Promise<void>;
  }
  export interface PoolOptions {
    readonly connectionString: string;
    readonly max: number;
    readonly connectionTimeoutMillis: number;
    readonly types: { getTypeParser(oid: number, format?: string): (value: string) => unknown };
  }
  export const Pool: new (options: PoolOptions) => Pool;
  export const types: { getTypeParser(oid: number, format?: string): (value: string) => unknown };
}
