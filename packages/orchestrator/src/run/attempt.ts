import {
  type BeatAnswer,
  type BlobStore,
  type Clock,
  type Executor,
  type ExecutorContext,
  type ExecutorEvent,
  type ExecutorOutcome,
  type ExecutorRequest,
  isOrchardError,
  type JsonObject,
  type JsonValue,
  type Metrics,
  type PlanStep,
  type Redactor,
  type StepFence,
  type StepReport,
  type StepState,
  type Tracer,
} from '@orchard-studio/core';
import { AttemptOutputs } from '../archive/attempt-outputs.ts';
import { readArtifact } from '../archive/read-artifact.ts';
import type { Finished, StepOutcome } from '../board/advance.ts';
import type { Deadlines } from './deadlines.ts';
import type { Beating, Heart } from './heart.ts';
import type { EventOrigin, Journal, Voice } from './journal.ts';

export interface AttemptEnvironment {
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  readonly redactor: Redactor | undefined;
  readonly journal: Journal;
  readonly heart: Heart;
  readonly deadlines: Deadlines;
  /** Keeps large outputs. */
  readonly blobs: BlobStore | undefined;
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
  /** What the step's `outputs` make of what its executor returned. */
  readonly shape: (result: JsonObject) => JsonObject;
}

class Timeout extends Error {}

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
  /** Made when the executor asks for its signal: many never do. */
  #abort: AbortController | undefined;
  /** Why it must stop. */
  #stopped: Error | undefined;
  /** Resolves when the executor had its time to stop and has not. */
  readonly #givenUp = Promise.withResolvers<{ readonly error: unknown }>();
  /** Ends the wait for a deaf executor. */
  #forget: () => void = () => {};
  readonly #voice: Voice;
  readonly #origin: EventOrigin;
  readonly #outputs: AttemptOutputs;
  #progress: number | undefined;

  constructor(task: AttemptTask, env: AttemptEnvironment) {
    this.#task = task;
    this.#env = env;
    const { state, step, request } = task;
    this.fence = { operationId: request.operation.id, step: state.key, epoch: state.epoch };
    const { key, attempt, epoch } = state;
    this.#origin = { step: key, phase: step.phase, attempt, epoch };
    this.#voice = env.journal.voice(this.fence, this.#origin);
    const { blobs, clock } = env;
    this.#outputs = new AttemptOutputs({ blobs, clock, shape: task.shape, signal: () => this.#signal() });
  }

  /** Stops the attempt. */
  stop(reason: Error): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = reason;
    this.#abort?.abort(reason);
    // The late result of an executor that does not honour its signal is fenced.
    const { deadlines, graceMs } = this.#env;
    this.#forget = deadlines.set(graceMs, () => this.#givenUp.resolve({ error: reason }));
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
    const { heart, deadlines } = this.#env;
    heart.add(this);
    const { timeoutMs } = this.#task.step;
    const inTime = deadlines.set(timeoutMs, () => this.stop(new Timeout('The step took too long.')));
    const outcome = await this.#measured();
    inTime();
    this.#forget();
    heart.remove(this);
    const said = await this.#voice.close();
    const kept = this.#outputs.events(this.#origin, () => this.#env.journal.timestamp());
    const events = kept.length === 0 ? said : [...said, ...kept];
    return { step: this.fence.step, epoch: this.fence.epoch, outcome, events, shaped: true };
  }

  async #measured(): Promise<StepOutcome> {
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
    const outcome = await this.#execute();
    span.set({ 'orchard.outcome': outcome.status });
    if (outcome.status === 'failed') span.fail(outcome.error.code);
    span.end();
    const seconds = (clock.now().getTime() - begun) / 1_000;
    metrics.observe('orchard_step_seconds', seconds, { uses, outcome: outcome.status });
    return outcome;
  }

  async #execute(): Promise<StepOutcome> {
    const { executor, request, step } = this.#task;
    if (executor === undefined)
      return failure('EXECUTOR_NOT_FOUND', `No executor is registered as "${step.uses}".`, false);
    const work = Promise.resolve()
      .then(() => executor.execute(request, this.#context()))
      .then(
        (outcome) => ({ outcome }),
        (error: unknown) => ({ error }),
      );
    const ended = await Promise.race([work, this.#givenUp.promise]);
    if (this.#stopped !== undefined) {
      // What a stopped executor returns is no longer wanted, unless it had finished its work by then.
      if ('outcome' in ended && ended.outcome.status === 'succeeded') return this.#recorded(ended.outcome);
      return this.#resultOfStop();
    }
    return 'outcome' in ended ? this.#recorded(ended.outcome) : this.#fromThrown(ended.error);
  }

  /** The outcome with its outputs as they are recorded. */
  #recorded(outcome: ExecutorOutcome): StepOutcome | Promise<StepOutcome> {
    if (outcome.status !== 'succeeded') return outcome;
    const withOutputs = (outputs: JsonObject): StepOutcome => ({ ...outcome, outputs });
    const otherwise = (error: unknown): StepOutcome =>
      error === this.#stopped ? this.#resultOfStop() : this.#fromThrown(error);
    try {
      const outputs = this.#outputs.of(outcome.outputs);
      return outputs instanceof Promise ? outputs.then(withOutputs, otherwise) : withOutputs(outputs);
    } catch (error) {
      return otherwise(error);
    }
  }

  #fromThrown(error: unknown): ExecutorOutcome {
    const clean = (text: string): string => this.#env.redactor?.redact(text) ?? text;
    if (isOrchardError(error)) return failure(error.code, clean(error.message), error.retryable);
    return failure('STEP_FAILED', clean(error instanceof Error ? error.message : String(error)), true);
  }

  #resultOfStop(): StepOutcome {
    if (!(this.#stopped instanceof Timeout)) return { status: 'interrupted' };
    const seconds = this.#task.step.timeoutMs / 1_000;
    return failure('TIMEOUT', `The step did not finish within ${seconds} s.`, true);
  }

  #signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.#stopped !== undefined) this.#abort.abort(this.#stopped);
    return this.#abort.signal;
  }

  #context(): ExecutorContext {
    const signal = (): AbortSignal => this.#signal();
    return {
      emit: (event: ExecutorEvent) => {
        if (event.type === 'progress') this.#progress = Math.min(1, Math.max(0, event.progress));
        this.#voice.emit(event);
      },
      beat: ({ checkpoint }: { readonly checkpoint: JsonValue }) =>
        this.#env.heart.save(this, checkpoint, signal()),
      readArtifact: (hash) => readArtifact(this.#env.blobs, hash),
      get signal() {
        return signal();
      },
    };
  }
}
