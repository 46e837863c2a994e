/** What `app/model.json` holds: everything about this app that is not code. */
export interface AppModel {
  readonly version: 1;
  readonly name: string;
  readonly summary: string;
  readonly theme: Theme;
  readonly entities: readonly Entity[];
  readonly routes: readonly ApiRoute[];
  readonly gaps: readonly Gap[];
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
  /** `path` of the entity a reference points to, null otherwise. */
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

/** One stored record as JSON: `id`, the fields by key, `created_at` and `updated_at`. */
export type StoredRecord = { readonly id: number; readonly [key: string]: JsonValue };

/** Values by field key, checked. */
export type Values = Map<string, JsonValue>;

/** A complaint about one field. */
export interface Problem {
  readonly field: string;
  readonly message: string;
}

export interface ListQuery {
  readonly page: number;
  readonly pageSize: number;
  /** Text to look for, empty for none. */
  readonly search: string;
  readonly sort: { readonly key: string; readonly descending: boolean };
  /** Exact matches, by field key. */
  readonly filters: ReadonlyMap<string, JsonValue>;
}

export interface ListResult {
  readonly items: readonly StoredRecord[];
  readonly total: number;
}
