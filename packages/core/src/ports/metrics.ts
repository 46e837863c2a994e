/** What a metric is, in the words of Prometheus. */
export interface MetricDefinition {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
}

/** Every metric there is. Seconds are seconds. */
export const METRICS = {
  orchard_steps: {
    kind: 'gauge',
    help: 'Steps of the operations this process works on, by pool and state (ready, running).',
    labels: ['pool', 'state'],
  },
  orchard_oldest_ready_seconds: {
    kind: 'gauge',
    help: 'How long the step that has waited longest for a worker has waited.',
    labels: ['pool'],
  },
  orchard_worker_slots: {
    kind: 'gauge',
    help: 'Attempts this process may run at once, by state (busy, free).',
    labels: ['state'],
  },
  orchard_step_seconds: {
    kind: 'histogram',
    help: 'How long attempts ran, by executor and outcome.',
    labels: ['uses', 'outcome'],
  },
  orchard_fenced_total: {
    kind: 'counter',
    help: 'Attempts of this process that another worker had taken over.',
    labels: [],
  },
  orchard_lease_expired_total: {
    kind: 'counter',
    help: 'Steps this process took over from silent workers.',
    labels: [],
  },
  orchard_sse_clients: { kind: 'gauge', help: 'Open event streams.', labels: [] },
  orchard_event_lag_seconds: {
    kind: 'histogram',
    help: 'From the making of an event to its reading for viewers.',
    labels: [],
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

export type MetricName = keyof typeof METRICS;
export type MetricLabels = Readonly<Record<string, string>>;

/** Takes measurements. It must be quick and must not throw. */
export interface Metrics {
  /** Adds to a counter. */
  add(name: MetricName, by?: number, labels?: MetricLabels): void;
  /** Sets a gauge. */
  set(name: MetricName, value: number, labels?: MetricLabels): void;
  /** Takes one value into a histogram. */
  observe(name: MetricName, value: number, labels?: MetricLabels): void;
}

const nothing = (): void => {};

/** Drops everything. The default. */
export const silentMetrics: Metrics = { add: nothing, set: nothing, observe: nothing };
