import {
  foldEvents,
  type OperationEvent,
  type OperationProgress,
  type OperationView,
  progressOfView,
  type StepView,
} from '@orchard-studio/core';
import type { ProjectMessage } from '../stream/stream-project.ts';

/** What a step asks of a person. */
export type Question = NonNullable<StepView['question']>;

/** An operation that moved while its project was followed. */
export interface Moving {
  /** As it was when it was first seen. */
  readonly view: OperationView;
  readonly progress: OperationProgress;
  /** What steps ask of a person, by step. */
  readonly approvals: ReadonlyMap<string, Question>;
}

/** Events are added up many at once, which costs little more than one. */
const MANY = 256;

interface Entry {
  moving: Moving;
  waiting: OperationEvent[];
}

function approvalsOf({ steps }: OperationView): ReadonlyMap<string, Question> {
  return new Map(
    steps.flatMap(({ key, question }): [string, Question][] => (question === null ? [] : [[key, question]])),
  );
}

const namesIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];

function addWaiting(entry: Entry): void {
  const { moving, waiting } = entry;
  if (waiting.length === 0) return;
  entry.waiting = [];
  const approvals = new Map(moving.approvals);
  for (const { type, status, step, message, data } of waiting) {
    if (step === undefined) continue;
    if (type === 'approval' && status === 'waiting')
      approvals.set(step, { message: message ?? step, approvers: namesIn(data?.approvers) });
    else if (type === 'step' && status !== 'waiting') approvals.delete(step);
  }
  entry.moving = { ...moving, progress: foldEvents(waiting, moving.progress), approvals };
}

/** What the messages of a project's stream add up to: every operation that was on it, as it stands. */
export class MovingOperations {
  readonly #entries = new Map<string, Entry>();

  /** All of them, by id, in the order in which they were seen. */
  all(): ReadonlyMap<string, Moving> {
    for (const entry of this.#entries.values()) addWaiting(entry);
    return new Map([...this.#entries].map(([id, { moving }]) => [id, moving]));
  }

  take(message: ProjectMessage): void {
    if (message.type === 'snapshot') {
      const { operation: view } = message;
      const moving = { view, progress: progressOfView(view), approvals: approvalsOf(view) };
      this.#entries.set(view.id, { moving, waiting: [] });
      return;
    }
    const entry = this.#entries.get(message.event.operationId);
    if (entry === undefined) return;
    entry.waiting.push(message.event);
    if (entry.waiting.length >= MANY) addWaiting(entry);
  }

  clear(): void {
    this.#entries.clear();
  }
}
