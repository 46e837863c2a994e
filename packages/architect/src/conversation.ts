import type {
  AnswerInput,
  Blueprint,
  BlueprintId,
  BlueprintOperation,
  ProjectId,
  Readiness,
  TenantId,
  Turn,
  TurnMode,
} from '@orchard-studio/core';
import type { ProposerEvent } from './proposer.ts';

/** What happens in a turn: it began (its message is safe now), and what is being said. */
export type TurnEvent = { readonly type: 'started'; readonly turn: Turn } | ProposerEvent;

/** One message and any answers, of one person to one Blueprint. */
export interface SendRequest {
  readonly tenantId: TenantId;
  /** Null for a chat that has no project yet. */
  readonly projectId: ProjectId | null;
  /** Left out at the first message, which creates the Blueprint. */
  readonly blueprintId?: BlueprintId | undefined;
  /** At most 20,000 characters. */
  readonly message?: string | undefined;
  readonly answers?: readonly AnswerInput[] | undefined;
  /** The host's own id for a new Blueprint. */
  readonly externalId?: string | undefined;
  /** BCP 47 tag of a new Blueprint. Default `en`. */
  readonly locale?: string | undefined;
  /** Who speaks, for the log. */
  readonly by: string;
  /** Told what is being said, as it is said. The reply in the response is what counts. */
  readonly onEvent?: ((event: TurnEvent) => void) | undefined;
  /** Ends the turn as cancelled when it aborts; the message stays. */
  readonly signal?: AbortSignal | undefined;
}

/** What a turn came to. */
export interface TurnResponse {
  readonly turn: Turn;
  readonly reply: string;
  readonly mode: TurnMode;
  readonly blueprint: Blueprint;
  readonly readiness: Readiness;
  /** The operations this turn made. */
  readonly diff: readonly BlueprintOperation[];
}

/** A Blueprint as the interview knows it. */
export interface BlueprintDetails {
  readonly blueprint: Blueprint;
  readonly readiness: Readiness;
  readonly turns: readonly Turn[];
}
