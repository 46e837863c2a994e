import type { OperationId } from '../ids.ts';
import type { NewOperationEvent, OperationEvent } from '../operation/event.ts';
import type { ArchivedEvents } from '../ports/operation-store.ts';
import { copyRecord } from './copy-record.ts';

/** The log of one operation: numbered events, of which a beginning may have been archived. */
export class EventLog {
  readonly #operationId: OperationId;
  readonly #events: OperationEvent[] = [];
  readonly #archives: ArchivedEvents[] = [];

  constructor(operationId: OperationId) {
    this.#operationId = operationId;
  }

  get lastSeq(): number {
    return this.archivedTo + this.#events.length;
  }

  get archivedTo(): number {
    return this.#archives.at(-1)?.lastSeq ?? 0;
  }

  get archives(): readonly ArchivedEvents[] {
    return copyRecord(this.#archives);
  }

  append(events: readonly NewOperationEvent[]): void {
    const operationId = this.#operationId;
    for (const event of copyRecord(events))
      this.#events.push({ v: 1, operationId, seq: this.lastSeq + 1, ...event });
  }

  page(after: number, limit: number): readonly OperationEvent[] {
    const from = Math.max(after - this.archivedTo, 0);
    return copyRecord(this.#events.slice(from, from + limit));
  }

  /** False, and nothing is done, unless the stretch follows the one before it and ends before the last event. */
  archive(archived: ArchivedEvents): boolean {
    const { firstSeq, lastSeq } = archived;
    if (firstSeq !== this.archivedTo + 1 || lastSeq < firstSeq || lastSeq >= this.lastSeq) return false;
    this.#events.splice(0, lastSeq - firstSeq + 1);
    this.#archives.push(copyRecord(archived));
    return true;
  }
}
