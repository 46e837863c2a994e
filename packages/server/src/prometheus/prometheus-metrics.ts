import { METRICS, type MetricName, type Metrics } from '@orchard-studio/core';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Metrics that Prometheus can fetch. */
export interface PrometheusMetrics extends Metrics {
  /** Where they are kept, with whatever else the host puts there. */
  readonly registry: Registry;
}

/** From a step that does nothing to an agent that works for an hour. */
const SECONDS = [0.005, 0.025, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600];

type Instrument = Counter | Gauge | Histogram;

function instrument(name: MetricName, registry: Registry): Instrument {
  const { kind, help, labels } = METRICS[name];
  const options = { name, help, labelNames: [...labels], registers: [registry] };
  if (kind === 'counter') return new Counter(options);
  return kind === 'gauge' ? new Gauge(options) : new Histogram({ ...options, buckets: SECONDS });
}

/**
 * Takes measurements with prom-client.
 *
 * @param registry - the host's own; a new one by default
 * @example
 * const metrics = createPrometheusMetrics();
 * const orchard = createOrchard({ ...config, metrics });
 * createHttpHandler({ orchard, authenticate, authorize, metrics }); // GET /metrics
 */
export function createPrometheusMetrics(registry: Registry = new Registry()): PrometheusMetrics {
  const instruments = new Map<MetricName, Instrument>();
  const of = (name: MetricName): Instrument => {
    const known = instruments.get(name) ?? instrument(name, registry);
    instruments.set(name, known);
    return known;
  };
  return {
    registry,
    add: (name, by = 1, labels = {}) => {
      const counter = of(name);
      if (counter instanceof Counter) counter.inc(labels, by);
    },
    set: (name, value, labels = {}) => {
      const gauge = of(name);
      if (gauge instanceof Gauge) gauge.set(labels, value);
    },
    observe: (name, value, labels = {}) => {
      const histogram = of(name);
      if (histogram instanceof Histogram) histogram.observe(labels, value);
    },
  };
}
