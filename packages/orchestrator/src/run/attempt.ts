import {
  type BeatAnswer,
  type Clock,
  type Executor,
  type ExecutorContext,
  type ExecutorEvent,
  type ExecutorOutcome,
  type ExecutorRequest,
  isOrchardError,
  type JsonValue,
  type Metrics,
  type PlanStep,
  type Redactor,
  type StepFence,
  type StepReport,
  type StepState,
  type Tracer,
} from '@orchard-studio/core';
import type { Finished, StepOutcome } from '../board/advance.ts';
import type { Beating, Heart } from './heart.ts';
import type { Journal, Voice } from './journal.ts';

export interface AttemptEnvironment {
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  readonly redactor: Redactor | undefined;
  readonly journal: Journal;
  readonly heart: Heart;
  /** How long an executor may take to stop after its signal aborted. */
  readonly graceMs: number;
  /** Called when the store reports that somebody asked for a cancel. */
  readonly onCancelRequested: () => void;
}

export interface AttemptTask {
  readonly executor: Executor | undefined;
  readonly request: ExecutorRequest;
  readonly step: PlanStep;
  readonly state: StepState;
}

class Timeout extends Error {}

const ENDED = new Error('The attempt has ended.');

const failure = (code: string, message: string, retryable: boolean): ExecutorOutcome => ({
  status: 'failed',
  error: { code, message },
  retryable,
});

/** Runs one attempt of one step in this process: lease, timeout, events, stop. */
export class Attempt implements Beating {
  readonly fence: StepFence;
  readonly #task: AttemptTask;
  readonly #env: AttemptEnvironment;
  readonly #abort = new AbortController();
  readonly #voice: Voice;
  #progress: number | undefined;

  constructor(task: AttemptTask, env: AttemptEnvironment) {
    this.#task = task;
    this.#env = env;
    const { state, step, request } = task;
    this.fence = { operationId: request.operation.id, step: state.key, epoch: state.epoch };
    const { key, attempt, epoch } = state;
    this.#voice = env.journal.voice(this.fence, { step: key, phase: step.phase, attempt, epoch });
  }

  /** Stops the attempt. */
  stop(reason: Error): void {
    this.#abort.abort(reason);
  }

  report(): Omit<StepReport, 'fence'> {
    return this.#progress === undefined ? {} : { progress: this.#progress };
  }

  onAnswer(answer: BeatAnswer): void {
    if (answer === 'cancel-requested') this.#env.onCancelRequested();
    if (answer !== 'fenced') return;
    if (!this.#voice.fenced) this.#env.metrics.add('orchard_fenced_total');
    this.#voice.fenced = true;
    this.stop(new Error('Another worker took the step over.'));
  }

  /** Resolves once the executor has stopped. Never rejects. */
  async run(): Promise<Finished> {
    const watch = new AbortController();
    this.#env.heart.add(this);
    this.#limitTime(watch.signal);
    const outcome = await this.#measured(watch.signal);
    watch.abort(ENDED);
    this.#env.heart.remove(this);
    const events = await this.#voice.close();
    return { step: this.fence.step, epoch: this.fence.epoch, outcome, events };
  }

  async #measured(until: AbortSignal): Promise<StepOutcome> {
    const { clock, metrics, tracer } = this.#env;
    const { uses } = this.#task.step;
    const { operationId, step, epoch } = this.fence;
    const begun = clock.now().getTime();
    const span = tracer.start('orchard.attempt', {
      'orchard.operation': operationId,
      'orchard.step': step,
      'orchard.epoch': epoch,
      'orchard.attempt': this.#task.state.attempt,
      'orchard.uses': uses,
    });
    const outcome = await this.#execute(until);
    span.set({ 'orchard.outcome': outcome.status });
    if (outcome.status === 'failed') span.fail(outcome.error.code);
    span.end();
    const seconds = (clock.now().getTime() - begun) / 1_000;
    metrics.observe('orchard_step_seconds', seconds, { uses, outcome: outcome.status });
    return outcome;
  }

  async #execute(until: AbortSignal): Promise<StepOutcome> {
    const { executor, request, step } = this.#task;
    if (executor === undefined)
      return failure('EXECUTOR_NOT_FOUND', `No executor is registered as "${step.uses}".`, false);
    const work = Promise.resolve()
      .then(() => executor.execute(request, this.#context()))
      .then(
        (outcome) => ({ outcome }),
        (error: unknown) => ({ error }),
      );
    const ended = await Promise.race([work, this.#stoppedForLong(until)]);
    if (this.#abort.signal.aborted) {
      // What a stopped executor returns is no longer wanted, unless it had finished its work by then.
      if ('outcome' in ended && ended.outcome.status === 'succeeded') return ended.outcome;
      return this.#resultOfStop();
    }
    return 'outcome' in ended ? ended.outcome : this.#fromThrown(ended.error);
  }

  #fromThrown(error: unknown): ExecutorOutcome {
    const clean = (text: string): string => this.#env.redactor?.redact(text) ?? text;
    if (isOrchardError(error)) return failure(error.code, clean(error.message), error.retryable);
    return failure('STEP_FAILED', clean(error instanceof Error ? error.message : String(error)), true);
  }

  #resultOfStop(): StepOutcome {
    if (!(this.#abort.signal.reason instanceof Timeout)) return { status: 'interrupted' };
    const seconds = this.#task.step.timeoutMs / 1_000;
    return failure('TIMEOUT', `The step did not finish within ${seconds} s.`, true);
  }

  /** Ends the wait for an executor that does not honour its signal. Its late result is fenced. */
  #stoppedForLong(until: AbortSignal): Promise<{ readonly error: unknown }> {
    const { signal } = this.#abort;
    return new Promise((resolve) => {
      const wait = (): void => {
        const end = (): void => resolve({ error: signal.reason });
        this.#env.clock.sleep(this.#env.graceMs, until).then(end, end);
      };
      if (signal.aborted) wait();
      else signal.addEventListener('abort', wait, { once: true });
    });
  }

  #context(): ExecutorContext {
    return {
      emit: (event: ExecutorEvent) => {
        if (event.type === 'progress') this.#progress = Math.min(1, Math.max(0, event.progress));
        this.#voice.emit(event);
      },
      beat: ({ checkpoint }: { readonly checkpoint: JsonValue }) =>
        this.#env.heart.save(this, checkpoint, this.#abort.signal),
      signal: this.#abort.signal,
    };
  }

  #limitTime(until: AbortSignal): void {
    this.#env.clock.sleep(this.#task.step.timeoutMs, until).then(
      () => this.stop(new Timeout('The step took too long.')),
      // The attempt ended in time.
      () => undefined,
    );
  }
}
