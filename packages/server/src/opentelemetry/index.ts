export { createOpenTelemetryTracer, type OpenTelemetryOptions } from './open-telemetry-tracer.ts';
