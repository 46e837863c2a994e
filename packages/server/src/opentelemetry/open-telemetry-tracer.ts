import {
  context,
  type Span as OpenSpan,
  type Tracer as OpenTracer,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { Span, SpanAttributes, Tracer } from '@orchard-studio/core';

export interface OpenTelemetryOptions {
  /** The host's own tracer. Default: the global one named `orchard`, which does nothing without an SDK. */
  readonly tracer?: OpenTracer;
}

class OpenTelemetrySpan implements Span {
  readonly #tracer: OpenTracer;
  readonly #span: OpenSpan;

  constructor(tracer: OpenTracer, span: OpenSpan) {
    this.#tracer = tracer;
    this.#span = span;
  }

  set(attributes: SpanAttributes): void {
    this.#span.setAttributes(attributes);
  }

  fail(code: string): void {
    this.#span.setStatus({ code: SpanStatusCode.ERROR, message: code });
  }

  end(): void {
    this.#span.end();
  }

  child(name: string, attributes: SpanAttributes = {}): Span {
    const within = trace.setSpan(context.active(), this.#span);
    return new OpenTelemetrySpan(this.#tracer, this.#tracer.startSpan(name, { attributes }, within));
  }
}

/**
 * Takes spans down with OpenTelemetry.
 *
 * @example createOrchard({ ...config, tracer: createOpenTelemetryTracer() });
 */
export function createOpenTelemetryTracer(options: OpenTelemetryOptions = {}): Tracer {
  const tracer = options.tracer ?? trace.getTracer('orchard');
  return {
    start: (name, attributes = {}) => new OpenTelemetrySpan(tracer, tracer.startSpan(name, { attributes })),
  };
}
