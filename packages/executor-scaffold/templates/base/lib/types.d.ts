/** What `lib/model.json` holds: everything about this app that is not code. */
export interface AppModel {
  readonly version: 2;
  readonly name: string;
  readonly summary: string;
  readonly theme: Theme;
  readonly access: Access;
  readonly entities: readonly Entity[];
  readonly routes: readonly ApiRoute[];
  readonly gaps: readonly Gap[];
}

/** Who may do what. */
export interface Access {
  /** False: there is no sign-in, and whoever reaches the app may do everything. */
  readonly enforced: boolean;
  readonly roles: readonly Role[];
  /** Key of the role people get who sign up by themselves, null when only an administrator adds accounts. */
  readonly signUp: string | null;
  readonly rules: readonly AccessRule[];
}

/** A kind of account. The administrator is no role: it may do everything in every app. */
export interface Role {
  readonly key: string;
  /** For people. */
  readonly name: string;
}

export type Action = 'create' | 'read' | 'update' | 'delete';

/** Something that is allowed. What no rule allows is refused. */
export interface AccessRule {
  /** Key of a role, `anyone` (signed in or not) or `signed-in`. */
  readonly role: string;
  /** `path` of the entity. */
  readonly entity: string;
  readonly actions: readonly Action[];
  /** `own`: only records of the account itself; see `Entity.owners`. */
  readonly scope: 'all' | 'own';
}

export interface Entity {
  /** Stays the same when the entity is renamed: the key by which stored data is found again. */
  readonly id: string;
  /** Singular, for people. */
  readonly name: string;
  /** Plural, for people. */
  readonly plural: string;
  /** Path segment of its pages and of its API. */
  readonly path: string;
  /** Table name for a database that has no table for it yet. */
  readonly table: string;
  readonly description: string;
  /** Key of the field that names a record, null to name it by its number. */
  readonly title: string | null;
  /**
   * Keys of reference fields that make a record somebody's own: it belongs to the account that added it, and to the
   * account that owns a record one of these fields refers to (an appointment belongs to its patient).
   */
  readonly owners: readonly string[];
  readonly fields: readonly Field[];
}

export type FieldType =
  | 'string'
  | 'text'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'email'
  | 'url'
  | 'enum'
  | 'reference'
  | 'references'
  | 'file'
  | 'json';

export interface Field {
  readonly id: string;
  /** Name in JSON, in forms and, for a new database, in the table. */
  readonly key: string;
  /** Name for people. */
  readonly label: string;
  readonly type: FieldType;
  readonly required: boolean;
  readonly unique: boolean;
  /** As it stands in JSON; null for none. */
  readonly default: string | number | boolean | null;
  /** `path` of the entity that a `reference` points to, or `references` (any number of records); null otherwise. */
  readonly references: string | null;
  /** The allowed values of an enum, empty otherwise. */
  readonly values: readonly string[];
}

export type ApiAction = 'list' | 'create' | 'read' | 'replace' | 'update' | 'remove' | 'gap';

export interface ApiRoute {
  readonly method: string;
  /** Segments below `/api`; null stands for a parameter. */
  readonly segments: readonly (string | null)[];
  readonly action: ApiAction;
  /** `path` of the entity; null for a gap. */
  readonly entity: string | null;
  /** Reference field that the first parameter fills in (`/projects/{id}/tasks`), null for none. */
  readonly parent: string | null;
}

/** Something that was asked for and is not in this app. */
export interface Gap {
  readonly kind: 'endpoint' | 'access' | 'integration' | 'component' | 'requirement' | 'field' | 'design';
  readonly title: string;
  readonly reason: string;
}

export interface Palette {
  readonly background: string;
  readonly surface: string;
  readonly text: string;
  readonly muted: string;
  readonly border: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly link: string;
}

/** Ready-made CSS values; the model is the only place they come from. */
export interface Theme {
  readonly light: Palette;
  readonly dark: Palette;
  readonly fontBody: string;
  readonly fontHeading: string;
  readonly radius: string;
  readonly density: 'compact' | 'comfortable' | 'spacious';
}

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/**
 * One stored record as JSON: `id`, the fields by key, `created_at` and `updated_at`. A `references` field is an array
 * of ids, a `file` field a {@link FileInfo} or null, money a number, a date `2026-01-31`, a date with time ISO 8601
 * in UTC.
 */
export type StoredRecord = { readonly id: number; readonly [key: string]: JsonValue };

/** How a stored file looks in JSON. */
export type FileInfo = {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly size: number;
};

/** A file that came in, checked. */
export interface Upload {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** What stands in a field before it is checked: JSON, or a file of a form. */
export type Input = JsonValue | Upload;

/** Values by field key, checked. A `file` is an upload, or null to take the stored one away; left out, it stays. */
export type Values = Map<string, JsonValue | Upload>;

/** A complaint about one field. */
export interface Problem {
  /** Key of the field; empty for the record as a whole. */
  readonly field: string;
  readonly message: string;
}

export interface ListQuery {
  readonly page: number;
  readonly pageSize: number;
  /** Text to look for, empty for none. */
  readonly search: string;
  readonly sort: { readonly key: string; readonly descending: boolean };
  /** Exact matches, by field key; for `references` the id that must be among them. */
  readonly filters: ReadonlyMap<string, JsonValue>;
}

export interface ListResult {
  readonly items: readonly StoredRecord[];
  readonly total: number;
}

/** Which records of an entity: all of them, or those of one account (its id). */
export type Scope = 'all' | { readonly account: number };

/** A record to choose from. */
export interface Option {
  readonly id: number;
  readonly title: string;
}

export type SqlValue = string | number | boolean | null | Uint8Array;
export type Row = Readonly<Record<string, unknown>>;

/** SQLite or PostgreSQL. In the text of a statement `?` stands for a value and nothing else. */
export interface Database {
  readonly dialect: 'sqlite' | 'postgres';
  /** The rows of a statement, also of one with RETURNING. */
  query(sql: string, values?: readonly SqlValue[]): Promise<readonly Row[]>;
  /** @returns how many rows were changed. */
  run(sql: string, values?: readonly SqlValue[]): Promise<number>;
  /** All or nothing. Use the database given to `work` inside; a transaction within one joins it. */
  transaction<T>(work: (database: Database) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
