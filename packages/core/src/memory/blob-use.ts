import type { OperationId } from '../ids.ts';
import { artifactsNamedBy } from '../operation/artifact.ts';

/** Which operations use which blobs, and which blobs nobody uses any more. */
export class BlobUse {
  readonly #users = new Map<string, Set<OperationId>>();

  /** An operation holds these values: it uses the artifacts they name. */
  uses(operationId: OperationId, values: readonly unknown[]): void {
    const texts = values.map((value) => (value === null ? null : JSON.stringify(value)));
    for (const hash of artifactsNamedBy(texts)) this.usesBlob(operationId, hash);
  }

  usesBlob(operationId: OperationId, hash: string): void {
    const users = this.#users.get(hash) ?? new Set();
    this.#users.set(hash, users.add(operationId));
  }

  /** The operation is no more; its blobs stay known. */
  release(operationId: OperationId): void {
    for (const users of this.#users.values()) users.delete(operationId);
  }

  /** Sorted. */
  unused(): readonly string[] {
    return [...this.#users]
      .filter(([, users]) => users.size === 0)
      .map(([hash]) => hash)
      .sort();
  }

  forget(hashes: readonly string[]): void {
    for (const hash of hashes) if (this.#users.get(hash)?.size === 0) this.#users.delete(hash);
  }
}
