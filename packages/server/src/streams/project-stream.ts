import { isOperationEnd, type OperationId, type OperationView } from '@orchard-studio/core';
import type { Batch } from './batch.ts';
import type { Connection } from './connection.ts';
import { Follower } from './follower.ts';
import { retryFrame, snapshotFrame } from './frames.ts';
import type { PageCache } from './page-cache.ts';
import type { ProjectPulse, ProjectReader } from './project-tail.ts';
import type { Tail } from './tail.ts';
import type { Tails } from './tails.ts';

export interface ProjectStreamEnvironment {
  readonly tails: Tails;
  readonly pages: PageCache;
  readonly random: () => number;
  readonly viewOf: (operationId: OperationId) => Promise<OperationView>;
}

/** What the client has of one operation. */
interface Place {
  cursor: number;
  following: { readonly tail: Tail; readonly follower: Follower } | undefined;
}

/**
 * Streams what all operations of a project do, on one connection. One that the client has no cursor for begins with a
 * snapshot; those that had ended before are left to the lists until they go on.
 */
export class ProjectStream implements ProjectReader {
  readonly #connection: Connection;
  readonly #env: ProjectStreamEnvironment;
  readonly #places = new Map<OperationId, Place>();
  /** Operations that had ended before, with the ends of their logs. They begin with a snapshot when they go on. */
  readonly #over = new Map<OperationId, number>();
  /** Operations whose snapshot is to be sent, with the place in their log at which they were seen. */
  readonly #wanted = new Map<OperationId, ProjectPulse>();
  #first = true;
  #sending = false;

  /** @param cursors - `seq` of the last event that the client has of an operation */
  constructor(
    connection: Connection,
    cursors: ReadonlyMap<OperationId, number>,
    env: ProjectStreamEnvironment,
  ) {
    this.#connection = connection;
    this.#env = env;
    for (const [operationId, cursor] of cursors)
      this.#places.set(operationId, { cursor, following: undefined });
    connection.whenOpen(() => this.#goOn());
    connection.whenClosed(() => {
      for (const place of this.#places.values()) this.#leave(place);
    });
  }

  onPulses(pulses: readonly ProjectPulse[]): void {
    if (this.#connection.closed) return;
    // The response begins here: a client that reads a list once it is connected misses no end in between.
    if (this.#first) this.#connection.write(retryFrame(this.#env.random));
    // The oldest first, as they began.
    for (const pulse of pulses.toReversed()) this.#see(pulse);
    this.#first = false;
    void this.#sendSnapshots();
  }

  #see(pulse: ProjectPulse): void {
    const { operationId, lastSeq, status } = pulse;
    const place = this.#places.get(operationId);
    const ended = isOperationEnd(status);
    if (place === undefined && ended && (this.#first || this.#over.get(operationId) === lastSeq))
      this.#over.set(operationId, lastSeq);
    else if (place === undefined || (place.following === undefined && place.cursor > lastSeq))
      this.#wanted.set(operationId, pulse);
    else if (place.following === undefined && (place.cursor < lastSeq || !ended))
      this.#follow(operationId, place, lastSeq);
  }

  #follow(operationId: OperationId, place: Place, head: number): void {
    const { tails } = this.#env;
    const follower = new Follower({
      connection: this.#connection,
      cursor: place.cursor,
      onEnd: () => this.#leave(place),
      onTurn: () => {
        // It is the last one now.
        this.#places.delete(operationId);
        this.#places.set(operationId, place);
        this.#goOn();
      },
    });
    const tail = tails.follow(operationId, head, follower);
    place.following = { tail, follower };
    follower.follow(tail);
  }

  #leave(place: Place): void {
    if (place.following === undefined) return;
    const { tail, follower } = place.following;
    place.cursor = follower.cursor;
    place.following = undefined;
    this.#env.tails.leave(tail, follower);
  }

  #goOn(): void {
    for (const { following } of [...this.#places.values()]) following?.follower.onMore();
    void this.#sendSnapshots();
  }

  /** One after the other, and only while the client takes them. */
  async #sendSnapshots(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (const [operationId, pulse] of this.#wanted) {
        if (!this.#connection.open) break;
        await this.#begin(pulse);
        this.#wanted.delete(operationId);
      }
    } catch {
      // The client comes back, and finds another process or the store well again.
      this.#connection.drop();
    }
    this.#sending = false;
  }

  async #begin(pulse: ProjectPulse): Promise<void> {
    const { operationId } = pulse;
    const known = this.#places.get(operationId);
    const [snapshot] = await (known === undefined ? this.#shared(pulse) : this.#own(operationId));
    if (snapshot === undefined || this.#connection.closed || known?.following !== undefined) return;
    let place = known;
    if (place === undefined || place.cursor > snapshot.to) {
      this.#connection.write(snapshot.bytes);
      place = { cursor: snapshot.to, following: undefined };
      this.#places.set(operationId, place);
    }
    this.#follow(operationId, place, snapshot.to);
  }

  /** Made once for all clients that see the operation for the first time at the same place. */
  #shared({ operationId, version, lastSeq }: ProjectPulse): Promise<readonly Batch[]> {
    return this.#env.pages.get(`${operationId}@${version}.${lastSeq}`, () => this.#own(operationId));
  }

  /**
   * As it is now. A client may know more than the last look at the project, which is a while ago: it goes on without a
   * snapshot. One that knows more than this has the cursor of another log.
   */
  async #own(operationId: OperationId): Promise<readonly Batch[]> {
    const view = await this.#env.viewOf(operationId);
    return [{ from: 0, to: view.lastSeq, bytes: snapshotFrame(view) }];
  }
}
