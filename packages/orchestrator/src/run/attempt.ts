import {
  type Clock,
  type Executor,
  type ExecutorOutcome,
  type ExecutorRequest,
  isOrchardError,
  type JsonValue,
  type Logger,
  type Operation,
  type OperationStore,
  type PlanStep,
  type Redactor,
  type StepState,
} from '@orchard-studio/core';
import { EventBatcher } from './event-batcher.ts';
import type { AttemptResult } from './settle-context.ts';

export interface AttemptEnvironment {
  readonly store: OperationStore;
  readonly executors: Readonly<Record<string, Executor>>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly redactor: Redactor | undefined;
  readonly leaseMs: number;
  /** How long an executor may take to stop after its signal aborted. */
  readonly graceMs: number;
  /** Called after events were written, to wake readers. */
  readonly onEvents: () => void;
  /** Called when the store reports that somebody asked for a cancel. */
  readonly onCancelRequested: () => void;
}

export interface AttemptTask {
  readonly operation: Operation;
  readonly step: PlanStep;
  readonly state: StepState;
  readonly needs: ExecutorRequest['needs'];
}

class Timeout extends Error {}
class Lost extends Error {}
/** Reason of an abort by a person's cancel. */
export class CancelRequest extends Error {}

const failure = (code: string, message: string, retryable: boolean): ExecutorOutcome => ({
  status: 'failed',
  error: { code, message },
  retryable,
});

function fromThrown(error: unknown, redact: (text: string) => string): ExecutorOutcome {
  if (isOrchardError(error)) return failure(error.code, redact(error.message), error.retryable);
  return failure('STEP_FAILED', redact(error instanceof Error ? error.message : String(error)), true);
}

/** Runs one attempt of one step in this process: heartbeat, timeout, event batching, cancel. */
export class Attempt {
  readonly #task: AttemptTask;
  readonly #env: AttemptEnvironment;
  readonly #abort = new AbortController();
  readonly #batcher: EventBatcher;

  constructor(task: AttemptTask, env: AttemptEnvironment) {
    this.#task = task;
    this.#env = env;
    const { step, state } = task;
    this.#batcher = new EventBatcher({
      step: { step: step.key, phase: step.phase, attempt: state.attempt, epoch: state.epoch },
      clock: env.clock,
      redactor: env.redactor,
      write: async (events) => {
        await env.store.appendStepEvents({ fence: this.#fence, events });
        env.onEvents();
      },
    });
  }

  get #fence() {
    return { operationId: this.#task.operation.id, step: this.#task.step.key, epoch: this.#task.state.epoch };
  }

  /** Stops the attempt. */
  abort(reason: Error): void {
    this.#abort.abort(reason);
  }

  /** Resolves with the result once the executor has stopped and its events are written. Never rejects. */
  async run(): Promise<AttemptResult> {
    const watch = new AbortController();
    void this.#keepAlive(watch.signal);
    void this.#limitTime(watch.signal);
    const result = await this.#execute(watch.signal);
    watch.abort(new Error('The attempt has ended.'));
    await this.#batcher.close();
    return result;
  }

  async #execute(until: AbortSignal): Promise<AttemptResult> {
    const { step } = this.#task;
    const executor = Object.hasOwn(this.#env.executors, step.uses)
      ? this.#env.executors[step.uses]
      : undefined;
    if (executor === undefined) {
      return failure('EXECUTOR_NOT_FOUND', `No executor is registered as "${step.uses}".`, false);
    }
    const redact = (text: string): string => this.#env.redactor?.redact(text) ?? text;
    const work = Promise.resolve()
      .then(() => executor.execute(this.#request(), this.#context()))
      .then(
        (outcome) => ({ outcome }),
        (error: unknown) => ({ error }),
      );
    const ended = await Promise.race([work, this.#abortedForLong(until)]);
    if (this.#abort.signal.aborted) {
      // What an aborted executor returns is no longer wanted, unless it had finished its work by then.
      if ('outcome' in ended && ended.outcome.status === 'succeeded') return ended.outcome;
      return this.#resultOfAbort();
    }
    return 'outcome' in ended ? ended.outcome : fromThrown(ended.error, redact);
  }

  #resultOfAbort(): AttemptResult {
    const reason: unknown = this.#abort.signal.reason;
    if (reason instanceof Timeout) {
      return failure(
        'TIMEOUT',
        `The step did not finish within ${this.#task.step.timeoutMs / 1_000} s.`,
        true,
      );
    }
    return { status: 'interrupted' };
  }

  /** Ends the wait for an executor that does not honour its signal. Its late result is fenced. */
  async #abortedForLong(until: AbortSignal): Promise<{ readonly error: unknown }> {
    const { signal } = this.#abort;
    if (!signal.aborted)
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    await this.#env.clock.sleep(this.#env.graceMs, until).catch(() => undefined);
    return { error: signal.reason };
  }

  #request(): ExecutorRequest {
    const { operation, step, state, needs } = this.#task;
    return {
      operation: {
        id: operation.id,
        tenantId: operation.tenantId,
        projectId: operation.projectId,
        tree: operation.tree,
        inputs: operation.inputs,
      },
      step,
      attempt: state.attempt,
      needs,
      idempotencyKey: `${operation.id}/${step.key}`,
      fencingToken: state.epoch,
      checkpoint: state.checkpoint,
    };
  }

  #context() {
    return {
      emit: (event: Parameters<EventBatcher['emit']>[0]) => this.#batcher.emit(event),
      beat: (report: { readonly checkpoint: JsonValue }) => this.#beat(report.checkpoint),
      signal: this.#abort.signal,
    };
  }

  async #beat(checkpoint?: JsonValue): Promise<void> {
    const leaseUntil = new Date(this.#env.clock.now().getTime() + this.#env.leaseMs).toISOString();
    const report = checkpoint === undefined ? {} : { checkpoint };
    const { cancelRequested } = await this.#env.store.beat({ fence: this.#fence, leaseUntil, ...report });
    if (cancelRequested) this.#env.onCancelRequested();
  }

  async #keepAlive(until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      try {
        await this.#env.clock.sleep(this.#env.leaseMs / 3, until);
        await this.#beat();
      } catch (error) {
        if (until.aborted) return;
        if (isOrchardError(error) && error.code === 'FENCED')
          return this.abort(new Lost('Another worker took the step over.'));
        this.#env.logger.warn({ err: error, step: this.#task.step.key }, 'Heartbeat failed; trying again.');
      }
    }
  }

  async #limitTime(until: AbortSignal): Promise<void> {
    try {
      await this.#env.clock.sleep(this.#task.step.timeoutMs, until);
      this.abort(new Timeout('The step took too long.'));
    } catch {
      // The attempt ended in time.
    }
  }
}
