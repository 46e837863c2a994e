import { isOrchardError, type Operation, type OperationEvent, type OperationId } from '@orchard-studio/core';
import { oneLine } from '../output/terminal.ts';
import { shortId } from './operation-ids.ts';
import type { Questioner } from './question.ts';
import type { Session } from './session.ts';

interface Pending {
  readonly operationId: OperationId;
  readonly step: string;
  readonly message: string;
  readonly withdrawn: AbortController;
}

/** Who decides here: kept in the log. */
export const deciderOf = ({ env }: Session['context']): string => env.USER || env.LOGNAME || 'local';

/** Asks the person at the terminal for approvals, one after the other; without a person it says how to give them. */
export class Approvals {
  readonly #session: Session;
  readonly #questioner: Questioner;
  readonly #pending = new Map<string, Pending>();
  #asking: Promise<void> = Promise.resolve();

  constructor(session: Session, questioner: Questioner) {
    this.#session = session;
    this.#questioner = questioner;
  }

  on({ id: operationId }: Operation, { type, step, status, message = '' }: OperationEvent): void {
    if (step === undefined) return;
    const key = `${operationId}/${step}`;
    if (type === 'approval' && status === 'waiting') {
      const pending = { operationId, step, message, withdrawn: new AbortController() };
      this.#pending.set(key, pending);
      if (!this.#questioner.possible) this.#explain(pending);
      else this.#asking = this.#asking.then(() => this.#ask(pending));
    } else if ((type === 'approval' || type === 'step') && status !== 'waiting') {
      // Decided elsewhere, out of time, or cancelled.
      this.#pending.get(key)?.withdrawn.abort();
      this.#pending.delete(key);
    }
  }

  /** Withdraws what is still asked. */
  async close(): Promise<void> {
    for (const { withdrawn } of this.#pending.values()) withdrawn.abort();
    await this.#asking;
  }

  #explain({ operationId, step }: Pending): void {
    const { terminal } = this.#questioner;
    const { option } = this.#session.home;
    const rest = `${shortId(operationId)} ${step}${option}`;
    terminal.line(terminal.style('yellow', `  Decide:  orchard tree approve ${rest}`));
    terminal.line(terminal.style('yellow', `      or:  orchard tree reject ${rest}`));
  }

  async #ask(pending: Pending): Promise<void> {
    const { operationId, step, message, withdrawn } = pending;
    const { signal } = withdrawn;
    const { style, line } = this.#questioner.terminal;
    const question = `${style('yellow', '?')} ${style('bold', oneLine(message) || step)} ${style('dim', '[y/n]')} `;
    let answer = await this.#questioner.ask(question, signal);
    while (answer !== undefined && !/^(?:y|yes|n|no)$/i.test(answer)) {
      line(style('dim', 'Answer y to approve or n to reject.'));
      answer = await this.#questioner.ask(question, signal);
    }
    const comment =
      answer === undefined ? undefined : await this.#questioner.ask('  Comment (Enter for none): ', signal);
    if (signal.aborted) return;
    if (answer === undefined || comment === undefined) return this.#explain(pending);
    const decision = /^y/i.test(answer) ? 'approved' : 'rejected';
    await this.#decide({ operationId, step, decision, ...(comment === '' ? {} : { comment }) });
  }

  async #decide(given: {
    readonly operationId: OperationId;
    readonly step: string;
    readonly decision: 'approved' | 'rejected';
    readonly comment?: string;
  }): Promise<void> {
    const { runner, context } = this.#session;
    try {
      await runner.decide({ ...given, by: deciderOf(context) });
    } catch (error) {
      if (!isOrchardError(error) || error.code !== 'STEP_NOT_WAITING') throw error;
      this.#questioner.terminal.line(oneLine(error.message));
    }
  }
}
