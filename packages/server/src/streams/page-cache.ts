import type { Batch } from './batch.ts';

/** A page as it is kept. */
interface Page {
  readonly batches: Promise<readonly Batch[]>;
  bytes: number;
}

/**
 * Encoded pages of event logs that do not change any more, the ones used last, up to a number of bytes. Clients that
 * read an old log at their own pace share them.
 */
export class PageCache {
  readonly #maxBytes: number;
  /** In the order of their last use. */
  readonly #pages = new Map<string, Page>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The page, read once however many ask for it at the same time. A failed read is forgotten. */
  get(key: string, read: () => Promise<readonly Batch[]>): Promise<readonly Batch[]> {
    const known = this.#pages.get(key);
    const page = known ?? { batches: read(), bytes: 0 };
    this.#pages.delete(key);
    this.#pages.set(key, page);
    if (known === undefined) this.#settle(key, page);
    return page.batches;
  }

  #settle(key: string, page: Page): void {
    page.batches.then(
      (batches) => {
        if (this.#pages.get(key) !== page) return;
        page.bytes = batches.reduce((sum, batch) => sum + batch.bytes.byteLength, 0);
        this.#bytes += page.bytes;
        this.#shrink();
      },
      () => {
        if (this.#pages.get(key) === page) this.#pages.delete(key);
      },
    );
  }

  #shrink(): void {
    for (const [key, page] of this.#pages) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#pages.delete(key);
      this.#bytes -= page.bytes;
    }
  }
}
