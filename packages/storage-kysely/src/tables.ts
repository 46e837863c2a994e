import type {
  BlueprintId,
  BlueprintStatus,
  EnvironmentName,
  EnvironmentStatus,
  FeatureId,
  LifecyclePhase,
  ProjectId,
  TenantId,
  Turn,
  TurnId,
  TurnMode,
} from '@orchard-studio/core';
import type { Generated } from 'kysely';

/** JSON as text: exactly what was written, in every database. */
type JsonText = string;
/** ISO-8601 UTC with milliseconds; sorts as text. */
type Instant = string;

export interface ProjectRow {
  /** Order of arrival. */
  ordinal: Generated<number>;
  id: ProjectId;
  tenant_id: TenantId;
  external_id: string | null;
  name: string;
  slug: string;
  created_at: Instant;
}

export interface EnvironmentRow {
  project_id: ProjectId;
  name: EnvironmentName;
  enabled: 0 | 1;
  status: EnvironmentStatus;
  url: string | null;
  direct_url: string | null;
  deployed_release: string | null;
  deployed_at: Instant | null;
}

export interface BlueprintRow {
  ordinal: Generated<number>;
  id: BlueprintId;
  tenant_id: TenantId;
  project_id: ProjectId | null;
  external_id: string | null;
  locale: string;
  revision: number;
  hash: string;
  status: BlueprintStatus;
  approval: JsonText | null;
  built_feature_slug: string | null;
  /** Snapshot of the content at this revision. */
  content: JsonText;
  created_at: Instant;
  updated_at: Instant;
}

export interface TurnRow {
  id: TurnId;
  blueprint_id: BlueprintId;
  seq: number;
  status: Turn['status'];
  mode: TurnMode;
  model: string | null;
  usage: string | null;
  base_revision: number;
  revision: number;
  started_at: Instant;
  finished_at: Instant | null;
}

export interface MessageRow {
  turn_id: TurnId;
  role: 'user' | 'architect';
  content: string;
  answers: JsonText;
}

interface BlueprintOperationRow {
  ordinal: Generated<number>;
  blueprint_id: BlueprintId;
  revision: number;
  body: JsonText;
}

export interface FeatureRow {
  ordinal: Generated<number>;
  id: FeatureId;
  project_id: ProjectId;
  slug: string;
  title: string;
  blueprint_id: BlueprintId;
  blueprint_revision: number;
  phase: LifecyclePhase;
  spec: string;
  created_at: Instant;
}

interface TicketRow {
  /** SHA-256 of the ticket. */
  hash: string;
  tenant_id: TenantId;
  user_id: string;
  expires_at: Instant;
}

/** All tables but those of the ledger, by name. The same names and columns in every database. */
export interface OrchardTables {
  orchard_projects: ProjectRow;
  orchard_environments: EnvironmentRow;
  orchard_blueprints: BlueprintRow;
  orchard_blueprint_turns: TurnRow;
  orchard_blueprint_messages: MessageRow;
  orchard_blueprint_operations: BlueprintOperationRow;
  orchard_features: FeatureRow;
  orchard_tickets: TicketRow;
}
