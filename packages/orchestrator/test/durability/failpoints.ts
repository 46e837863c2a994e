import { writeSync } from 'node:fs';
import { isOrchardError, type OperationStore, OrchardError } from '@orchard-studio/core';
import { record } from './record.ts';
import type { WorkerSettings } from './settings.ts';

const never = (): Promise<never> => new Promise(() => {});

async function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return never();
}

/** What a store says to a write, in one word. */
function wordOf(answer: unknown): string {
  const words = Array.isArray(answer) ? new Set(answer.map(String)) : new Set(['written']);
  return [...words].join(' ');
}

/** Counts the writes to a ledger, and hits the process at one of them. */
export class Failpoints {
  readonly #settings: WorkerSettings;
  #watched: boolean;
  count = 0;

  constructor(settings: WorkerSettings) {
    this.#settings = settings;
    this.#watched = settings.watched;
  }

  /** The store with every write guarded. */
  guard(store: OperationStore): OperationStore {
    return {
      ...store,
      createOperation: this.#guarded('createOperation', store.createOperation),
      commitTransition: this.#guarded('commitTransition', store.commitTransition),
      appendStepEvents: this.#guarded('appendStepEvents', store.appendStepEvents),
      beat: this.#guarded('beat', store.beat),
      holdGroup: this.#guarded('holdGroup', store.holdGroup),
      requestCancel: this.#guarded('requestCancel', store.requestCancel),
    };
  }

  #guarded<Request, Answer>(
    name: string,
    write: (request: Request) => Promise<Answer>,
  ): (request: Request) => Promise<Answer> {
    return async (request) => {
      this.count += 1;
      const { failpoint } = this.#settings;
      const mode = failpoint?.at === this.count ? failpoint.mode : undefined;
      if (mode === 'before') return die();
      if (mode === 'stop') this.#standStill();
      const answer = await this.#watch(name, write(request));
      if (mode === 'after') return die();
      if (mode === 'lost') throw new OrchardError('STORAGE_UNAVAILABLE', 'The connection was lost.');
      return answer;
    };
  }

  #standStill(): void {
    this.#watched = true;
    writeSync(1, 'still\n');
    process.kill(process.pid, 'SIGSTOP');
  }

  async #watch<Answer>(write: string, answer: Promise<Answer>): Promise<Answer> {
    const { name: worker, record: path } = this.#settings;
    if (!this.#watched) return answer;
    const since = Date.now();
    const tell = (word: string): void => {
      record(path, { kind: 'answer', worker, write, since, answer: word });
    };
    try {
      const given = await answer;
      tell(wordOf(given));
      return given;
    } catch (error) {
      tell(isOrchardError(error) ? error.code : String(error));
      throw error;
    }
  }
}
