/** One thing an adapter must do. Every case gets a subject of its own. */
export interface KitCase<Subject> {
  /** Stable name, unique within its kit: `version-guard`. Reports and bug trackers refer to it. */
  readonly id: string;
  /** What must hold, as a sentence that reads after "it": `refuses a decision made on an older version`. */
  readonly title: string;
  /** Resolves when it holds, rejects with an explanation when it does not. */
  run(subject: Subject): Promise<void>;
}

/**
 * A conformance kit: what every adapter of one port must do, as a list of cases that any test runner can run.
 * Run it with {@link runKit}, or show its cases in a test runner with {@link registerKit}.
 */
export interface Kit<Subject> {
  /** Name of the port: `operation-store`. */
  readonly port: string;
  readonly cases: readonly KitCase<Subject>[];
}

/** Lets whoever makes a subject say what to tidy up after the case. */
export interface CaseScope {
  /** Runs `release` after the case, passed or failed. The last deferred runs first. */
  defer(release: () => void | Promise<void>): void;
}

/** Makes a fresh subject for one case. Nothing that an earlier case did may be visible in it. */
export type MakeSubject<Subject> = (scope: CaseScope) => Subject | Promise<Subject>;

/** What became of one case. */
export interface CaseReport {
  readonly id: string;
  readonly title: string;
  readonly status: 'passed' | 'failed';
  /** Why it failed; absent when it passed. */
  readonly error?: unknown;
}

/** What became of a kit. */
export interface KitReport {
  readonly port: string;
  readonly passed: number;
  readonly failed: number;
  /** In the kit's order. */
  readonly cases: readonly CaseReport[];
}
