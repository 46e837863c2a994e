export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** A piece of work with a beginning and an end. */
export interface Span {
  /** Adds what became known on the way. */
  set(attributes: SpanAttributes): void;
  /** Marks it as failed. The message must not hold what users wrote. */
  fail(code: string): void;
  end(): void;
  /** A piece of work within this one. */
  child(name: string, attributes?: SpanAttributes): Span;
}

/** Takes down what ran when, and within what. */
export interface Tracer {
  /** Begins a piece of work that stands alone, or within the caller's current one. */
  start(name: string, attributes?: SpanAttributes): Span;
}

const nothing = (): void => {};
const silentSpan: Span = { set: nothing, fail: nothing, end: nothing, child: () => silentSpan };

/** Takes nothing down. The default. */
export const silentTracer: Tracer = { start: () => silentSpan };
