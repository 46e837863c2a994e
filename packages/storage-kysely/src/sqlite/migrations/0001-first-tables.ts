/**
 * Foreign keys stay within one store, so that each can be used without the others; only environments are joined with
 * projects by their own store.
 */
export const FIRST_TABLES = `
CREATE TABLE orchard_projects (
  ordinal INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  tenant_id TEXT NOT NULL,
  external_id TEXT,
  name TEXT NOT NULL,
  slug TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX orchard_projects_of_tenant ON orchard_projects (tenant_id, created_at);

CREATE TABLE orchard_environments (
  project_id TEXT NOT NULL REFERENCES orchard_projects (id) ON DELETE CASCADE,
  name TEXT NOT NULL CHECK (name IN ('staging', 'production')),
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  status TEXT NOT NULL,
  url TEXT,
  direct_url TEXT,
  deployed_release TEXT,
  deployed_at TEXT,
  PRIMARY KEY (project_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE orchard_blueprints (
  ordinal INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  tenant_id TEXT NOT NULL,
  project_id TEXT,
  external_id TEXT,
  locale TEXT NOT NULL,
  revision INTEGER NOT NULL CHECK (revision >= 0),
  hash TEXT NOT NULL,
  status TEXT NOT NULL,
  approval TEXT,
  built_feature_slug TEXT,
  content TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX orchard_blueprints_of_project ON orchard_blueprints (tenant_id, project_id, created_at);

CREATE TABLE orchard_blueprint_turns (
  id TEXT PRIMARY KEY NOT NULL,
  blueprint_id TEXT NOT NULL REFERENCES orchard_blueprints (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  status TEXT NOT NULL CHECK (status IN ('running', 'complete', 'failed', 'cancelled')),
  mode TEXT NOT NULL,
  base_revision INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT,
  UNIQUE (blueprint_id, seq)
) STRICT;
CREATE UNIQUE INDEX orchard_blueprint_turns_one_running
  ON orchard_blueprint_turns (blueprint_id) WHERE status = 'running';

CREATE TABLE orchard_blueprint_messages (
  turn_id TEXT NOT NULL REFERENCES orchard_blueprint_turns (id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('user', 'architect')),
  content TEXT NOT NULL,
  answers TEXT NOT NULL,
  PRIMARY KEY (turn_id, role)
) STRICT;

CREATE TABLE orchard_blueprint_operations (
  ordinal INTEGER PRIMARY KEY,
  blueprint_id TEXT NOT NULL REFERENCES orchard_blueprints (id) ON DELETE CASCADE,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  body TEXT NOT NULL
) STRICT;
CREATE INDEX orchard_blueprint_operations_of_blueprint
  ON orchard_blueprint_operations (blueprint_id, revision);

CREATE TABLE orchard_features (
  ordinal INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  project_id TEXT NOT NULL,
  slug TEXT NOT NULL,
  title TEXT NOT NULL,
  blueprint_id TEXT NOT NULL,
  blueprint_revision INTEGER NOT NULL,
  phase TEXT NOT NULL,
  spec TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (project_id, slug),
  UNIQUE (blueprint_id, blueprint_revision)
) STRICT;

CREATE TABLE orchard_operations (
  ordinal INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  tenant_id TEXT NOT NULL,
  project_id TEXT,
  tree TEXT NOT NULL,
  plan_hash TEXT NOT NULL,
  status TEXT NOT NULL CHECK
    (status IN ('queued', 'running', 'waiting', 'cancelling', 'succeeded', 'failed', 'cancelled')),
  version INTEGER NOT NULL CHECK (version >= 0),
  last_seq INTEGER NOT NULL CHECK (last_seq >= 0),
  cancel_requested_at TEXT,
  idempotency_key TEXT,
  created_at TEXT NOT NULL,
  started_at TEXT,
  finished_at TEXT
) STRICT;
CREATE INDEX orchard_operations_of_tenant ON orchard_operations (tenant_id, created_at);
CREATE INDEX orchard_operations_of_project ON orchard_operations (project_id, created_at);
CREATE INDEX orchard_operations_open ON orchard_operations (created_at)
  WHERE status NOT IN ('succeeded', 'failed', 'cancelled');
CREATE UNIQUE INDEX orchard_operations_by_key
  ON orchard_operations (tenant_id, idempotency_key, ifnull(project_id, '')) WHERE idempotency_key IS NOT NULL;

CREATE TABLE orchard_operation_plans (
  operation_id TEXT PRIMARY KEY NOT NULL REFERENCES orchard_operations (id) ON DELETE CASCADE,
  plan TEXT NOT NULL,
  inputs TEXT NOT NULL
) STRICT;

CREATE TABLE orchard_operation_steps (
  operation_id TEXT NOT NULL REFERENCES orchard_operations (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN
    ('pending', 'ready', 'running', 'waiting', 'retrying', 'succeeded', 'failed', 'skipped', 'cancelled')),
  attempt INTEGER NOT NULL CHECK (attempt >= 0),
  epoch INTEGER NOT NULL CHECK (epoch >= 0),
  worker TEXT,
  lease_until TEXT,
  not_before TEXT,
  outputs TEXT,
  error TEXT,
  checkpoint TEXT,
  progress REAL NOT NULL CHECK (progress BETWEEN 0 AND 1),
  skipped_because TEXT,
  started_at TEXT,
  finished_at TEXT,
  PRIMARY KEY (operation_id, key)
) STRICT;

CREATE TABLE orchard_operation_events (
  operation_id TEXT NOT NULL REFERENCES orchard_operations (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  type TEXT NOT NULL,
  step TEXT,
  at TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (operation_id, seq)
) STRICT, WITHOUT ROWID;
`;
