import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const ledgerSchema = z.object({
  version: z.literal(1),
  /** Port of the last release that served: the next one tries to get it again. */
  port: z.int().nullable(),
  /** What was started and not seen to end. */
  processes: z.array(z.object({ pid: z.int().min(2), identity: z.string().min(1) })),
});

export type Ledger = z.infer<typeof ledgerSchema>;
export type LedgerProcess = Ledger['processes'][number];

const EMPTY: Ledger = { version: 1, port: null, processes: [] };

/** The ledger in a file; an unreadable one is an empty one. */
export async function readLedger(path: string): Promise<Ledger> {
  try {
    return ledgerSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return EMPTY;
  }
}

/** Remembers the processes of one app, so that a later host can end what a killed one left. */
export class LedgerFile {
  readonly #path: string;
  #ledger: Ledger = EMPTY;
  #writing: Promise<void>;

  constructor(path: string) {
    this.#path = path;
    this.#writing = readLedger(path).then((ledger) => {
      this.#ledger = { ...EMPTY, port: ledger.port };
    });
  }

  async lastPort(): Promise<number | null> {
    await this.#writing;
    return this.#ledger.port;
  }

  started(entry: LedgerProcess): Promise<void> {
    return this.#change((ledger) => ({ ...ledger, processes: [...ledger.processes, entry] }));
  }

  ended(pid: number): Promise<void> {
    return this.#change((ledger) => ({
      ...ledger,
      processes: ledger.processes.filter((entry) => entry.pid !== pid),
    }));
  }

  serves(port: number): Promise<void> {
    return this.#change((ledger) => ({ ...ledger, port }));
  }

  /** Resolves when everything is written. */
  settled(): Promise<void> {
    return this.#writing.catch(() => {});
  }

  #change(change: (ledger: Ledger) => Ledger): Promise<void> {
    this.#writing = this.#writing
      .catch(() => {})
      .then(async () => {
        this.#ledger = change(this.#ledger);
        await mkdir(dirname(this.#path), { recursive: true });
        const draft = `${this.#path}.next`;
        await writeFile(draft, `${JSON.stringify(this.#ledger)}\n`);
        await rename(draft, this.#path);
      });
    return this.#writing;
  }
}
