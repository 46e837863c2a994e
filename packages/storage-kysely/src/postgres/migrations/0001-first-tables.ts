/**
 * Tables of one schema, written `@`. Ids sort by their bytes. Nothing that a transition changes has an index, and rows
 * that are changed have room on their page, so that a change touches one page of the table only (HOT).
 */
export const FIRST_TABLES = `
CREATE TABLE @.projects (
  ordinal bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  tenant_id text COLLATE "C" NOT NULL,
  external_id text,
  name text NOT NULL,
  slug text COLLATE "C" NOT NULL UNIQUE,
  created_at text COLLATE "C" NOT NULL
);
CREATE INDEX projects_of_tenant ON @.projects (tenant_id, created_at);

CREATE TABLE @.environments (
  project_id text COLLATE "C" NOT NULL REFERENCES @.projects (id) ON DELETE CASCADE,
  name text COLLATE "C" NOT NULL CHECK (name IN ('staging', 'production')),
  enabled smallint NOT NULL CHECK (enabled IN (0, 1)),
  status text NOT NULL,
  url text,
  direct_url text,
  deployed_release text,
  deployed_at text,
  PRIMARY KEY (project_id, name)
);

CREATE TABLE @.blueprints (
  ordinal bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  tenant_id text COLLATE "C" NOT NULL,
  project_id text COLLATE "C",
  external_id text,
  locale text NOT NULL,
  revision integer NOT NULL CHECK (revision >= 0),
  hash text NOT NULL,
  status text NOT NULL,
  approval text,
  built_feature_slug text,
  content text NOT NULL,
  created_at text COLLATE "C" NOT NULL,
  updated_at text NOT NULL
);
CREATE INDEX blueprints_of_project ON @.blueprints (tenant_id, project_id, created_at);

CREATE TABLE @.blueprint_turns (
  id text COLLATE "C" PRIMARY KEY,
  blueprint_id text COLLATE "C" NOT NULL REFERENCES @.blueprints (id) ON DELETE CASCADE,
  seq integer NOT NULL CHECK (seq >= 1),
  status text NOT NULL CHECK (status IN ('running', 'complete', 'failed', 'cancelled')),
  mode text NOT NULL,
  base_revision integer NOT NULL,
  revision integer NOT NULL,
  started_at text NOT NULL,
  finished_at text,
  UNIQUE (blueprint_id, seq)
);
CREATE UNIQUE INDEX blueprint_turns_one_running ON @.blueprint_turns (blueprint_id) WHERE status = 'running';

CREATE TABLE @.blueprint_messages (
  turn_id text COLLATE "C" NOT NULL REFERENCES @.blueprint_turns (id) ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('user', 'architect')),
  content text NOT NULL,
  answers text NOT NULL,
  PRIMARY KEY (turn_id, role)
);

CREATE TABLE @.blueprint_operations (
  ordinal bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  blueprint_id text COLLATE "C" NOT NULL REFERENCES @.blueprints (id) ON DELETE CASCADE,
  revision integer NOT NULL CHECK (revision >= 1),
  body text NOT NULL
);
CREATE INDEX blueprint_operations_of_blueprint ON @.blueprint_operations (blueprint_id, revision);

CREATE TABLE @.features (
  ordinal bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  project_id text COLLATE "C" NOT NULL,
  slug text COLLATE "C" NOT NULL,
  title text NOT NULL,
  blueprint_id text COLLATE "C" NOT NULL,
  blueprint_revision integer NOT NULL,
  phase text NOT NULL,
  spec text NOT NULL,
  created_at text COLLATE "C" NOT NULL,
  UNIQUE (project_id, slug),
  UNIQUE (blueprint_id, blueprint_revision)
);

CREATE TABLE @.operations (
  ordinal bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version integer NOT NULL CHECK (version >= 0),
  last_seq integer NOT NULL CHECK (last_seq >= 0),
  id text COLLATE "C" NOT NULL UNIQUE,
  tenant_id text COLLATE "C" NOT NULL,
  project_id text COLLATE "C",
  tree text NOT NULL,
  plan_hash text NOT NULL,
  idempotency_key text,
  key_hash text COLLATE "C",
  concurrency_group text COLLATE "C",
  parent_operation_id text,
  parent_step text,
  forked_from_operation_id text,
  forked_from_step text,
  created_at text COLLATE "C" NOT NULL,
  status text NOT NULL CHECK
    (status IN ('queued', 'running', 'waiting', 'cancelling', 'succeeded', 'failed', 'cancelled')),
  cancel_requested_at text,
  started_at text,
  finished_at text,
  outputs text
) WITH (fillfactor = 50);
CREATE INDEX operations_of_tenant ON @.operations (tenant_id, created_at);
CREATE INDEX operations_of_project ON @.operations (project_id, created_at);
CREATE INDEX operations_open ON @.operations (created_at) WHERE status NOT IN ('succeeded', 'failed', 'cancelled');
CREATE INDEX operations_of_group ON @.operations (tenant_id, concurrency_group, created_at)
  WHERE concurrency_group IS NOT NULL AND status NOT IN ('succeeded', 'failed', 'cancelled');
CREATE UNIQUE INDEX operations_by_key ON @.operations (tenant_id, key_hash, coalesce(project_id, ''))
  WHERE key_hash IS NOT NULL;

CREATE TABLE @.operation_plans (
  operation bigint PRIMARY KEY,
  plan text NOT NULL,
  inputs text NOT NULL
);

CREATE TABLE @.operation_steps (
  operation bigint NOT NULL,
  key text COLLATE "C" NOT NULL,
  matrix text,
  status text NOT NULL CHECK (status IN
    ('pending', 'ready', 'running', 'waiting', 'retrying', 'succeeded', 'failed', 'skipped', 'cancelled')),
  attempt integer NOT NULL CHECK (attempt >= 0),
  epoch integer NOT NULL CHECK (epoch >= 0),
  takeovers integer NOT NULL CHECK (takeovers >= 0),
  worker text,
  lease_until timestamptz,
  not_before timestamptz,
  outputs text,
  error text,
  checkpoint text,
  progress double precision NOT NULL CHECK (progress BETWEEN 0 AND 1),
  skipped_because text,
  started_at timestamptz,
  finished_at timestamptz,
  PRIMARY KEY (operation, key)
) WITH (fillfactor = 50);

CREATE TABLE @.operation_events (
  operation bigint NOT NULL,
  at timestamptz NOT NULL,
  seq integer NOT NULL CHECK (seq >= 1),
  attempt integer,
  epoch integer,
  type text NOT NULL,
  step text,
  phase text,
  status text,
  body text,
  PRIMARY KEY (operation, seq)
);

CREATE TABLE @.operation_groups (
  tenant_id text COLLATE "C" NOT NULL,
  project_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  holder text,
  PRIMARY KEY (tenant_id, project_id, name)
);
`;
