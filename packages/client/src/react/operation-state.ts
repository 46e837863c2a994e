import {
  EMPTY_PROGRESS,
  foldEvents,
  isOperationEnd,
  type OperationEvent,
  type OperationProgress,
  type OperationStatus,
  type OperationView,
  type OrchardError,
  progressOfView,
} from '@orchard-studio/core';
import type { StreamState } from '../stream/stream-state.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** One line of an operation's log, as a viewer shows it. */
export interface LogEntry {
  /** Sequence number of the event it comes from. */
  readonly seq: number;
  readonly at: string;
  readonly level: LogLevel;
  /** Key of the step that wrote it; undefined for the operation itself. */
  readonly step: string | undefined;
  readonly text: string;
}

export interface OperationState {
  /** The operation all this belongs to. */
  readonly operationId: string | undefined;
  /** The operation as it was last read. */
  readonly view: OperationView | undefined;
  /** What its events add up to. */
  readonly progress: OperationProgress;
  /** The newest lines, oldest first. */
  readonly logs: readonly LogEntry[];
  /** Lines that were dropped to keep the list short. */
  readonly droppedLogs: number;
  /** `seq` of the last event that the log does not hold because it was not read; 0 when all were. */
  readonly logsAfter: number;
  /** `seq` of the last event whose line the log has. */
  readonly logSeq: number;
  /** A cancel was asked for and has not ended yet. */
  readonly cancelling: boolean;
  readonly connection: StreamState;
  readonly error: OrchardError | undefined;
}

export const EMPTY_OPERATION: OperationState = {
  operationId: undefined,
  view: undefined,
  progress: EMPTY_PROGRESS,
  logs: [],
  droppedLogs: 0,
  logsAfter: 0,
  logSeq: 0,
  cancelling: false,
  connection: 'connecting',
  error: undefined,
};

export type OperationAction =
  | { readonly type: 'opened'; readonly operationId: string | undefined }
  | { readonly type: 'read'; readonly view: OperationView }
  /** The view of an operation whose older events are not read. */
  | { readonly type: 'snapshot'; readonly view: OperationView; readonly logsAfter: number }
  | { readonly type: 'events'; readonly events: readonly OperationEvent[]; readonly maxLogs: number }
  | { readonly type: 'connection'; readonly connection: StreamState }
  | { readonly type: 'failed'; readonly error: OrchardError };

const LEVELS: ReadonlySet<unknown> = new Set(['debug', 'info', 'warn', 'error'] satisfies LogLevel[]);
const isLevel = (value: unknown): value is LogLevel => LEVELS.has(value);

function levelOf(event: OperationEvent): LogLevel {
  if (event.type === 'error') return 'error';
  if (event.status === 'retrying') return 'warn';
  const level = event.data?.level;
  return isLevel(level) ? level : 'info';
}

/** The line an event adds to the log; most kinds add none. */
function entryOf(event: OperationEvent): LogEntry | undefined {
  const shown =
    event.type === 'log' ||
    event.type === 'artifact' ||
    event.type === 'cancel' ||
    // The last error of a failed operation repeats the one of its step.
    (event.type === 'error' && event.step !== undefined) ||
    (event.type === 'step' && event.status === 'retrying');
  if (!shown || event.message === undefined) return undefined;
  return {
    seq: event.seq,
    at: event.timestamp,
    level: levelOf(event),
    step: event.step,
    text: event.message,
  };
}

const cancellingAfter = (before: boolean, events: readonly OperationEvent[]): boolean =>
  events.reduce((cancelling, { type }) => {
    if (type === 'cancel') return true;
    return type === 'complete' || type === 'operation' ? false : cancelling;
  }, before);

function withEvents(
  state: OperationState,
  events: readonly OperationEvent[],
  maxLogs: number,
): OperationState {
  const fresh = events.filter(({ seq }) => seq > state.logSeq);
  const last = fresh.at(-1);
  if (last === undefined) return state;
  const entries = fresh.map(entryOf).filter((entry) => entry !== undefined);
  const logs = entries.length === 0 ? state.logs : [...state.logs, ...entries];
  const tooMany = Math.max(0, logs.length - maxLogs);
  return {
    ...state,
    progress: foldEvents(fresh, state.progress),
    logs: tooMany === 0 ? logs : logs.slice(tooMany),
    droppedLogs: state.droppedLogs + tooMany,
    logSeq: last.seq,
    cancelling: cancellingAfter(
      state.cancelling,
      fresh.filter(({ seq }) => seq > state.progress.lastSeq),
    ),
  };
}

/** What came before the snapshot is not folded again; only its newest lines are read. */
function withSnapshot(state: OperationState, view: OperationView, logsAfter: number): OperationState {
  if (view.lastSeq <= state.progress.lastSeq) return { ...state, view };
  return { ...state, view, progress: progressOfView(view), logsAfter, logSeq: logsAfter, logs: [] };
}

export function reduceOperation(state: OperationState, action: OperationAction): OperationState {
  switch (action.type) {
    case 'opened':
      if (state.operationId === action.operationId) return { ...state, error: undefined };
      return { ...EMPTY_OPERATION, operationId: action.operationId };
    case 'read': {
      // The answer to a call that was made for an operation shown before.
      if (action.view.id !== state.operationId) return state;
      const cancelling = state.cancelling || action.view.status === 'cancelling';
      return { ...state, view: action.view, cancelling, error: undefined };
    }
    case 'snapshot':
      return withSnapshot(state, action.view, action.logsAfter);
    case 'events':
      return withEvents(state, action.events, action.maxLogs);
    case 'connection':
      return { ...state, connection: action.connection };
    default:
      return { ...state, error: action.error };
  }
}

const ENDS: Readonly<Record<string, OperationStatus>> = {
  complete: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** The operation's status: from its events where they are newer than the last read, else from the read. */
export function statusOf(state: OperationState): OperationStatus | undefined {
  const { progress, view, cancelling } = state;
  if (view === undefined) return undefined;
  if (view.lastSeq > progress.lastSeq) return view.status;
  if (progress.ended) return ENDS[progress.status] ?? view.status;
  if (cancelling) return 'cancelling';
  const started = progress.steps.some(({ status }) => status !== 'queued');
  // The read is older than its events: it saw the end before a resume, or the queue before the start.
  return isOperationEnd(view.status) || (started && view.status === 'queued') ? 'running' : view.status;
}
