import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { expect, it } from 'vitest';
import { createHttpHandler } from '../src/http/index.ts';
import { createOrchard } from '../src/index.ts';
import { createOpenTelemetryTracer } from '../src/opentelemetry/index.ts';
import { createPrometheusMetrics } from '../src/prometheus/index.ts';
import { alice, createFakeDeployer } from './harness.ts';

const TREE = `
version: 1
name: two
steps:
  good: { uses: try }
  bad: { uses: try, needs: good, retry: { max: 0 } }
`;

it('attempts are measured and traced, and the metrics can be fetched', async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const metrics = createPrometheusMetrics();
  const storage = createMemoryStorage();
  const orchard = createOrchard({
    ...{ storage, metrics, trees: [TREE], deployer: createFakeDeployer() },
    tracer: createOpenTelemetryTracer({ tracer: provider.getTracer('test') }),
    executors: {
      try: {
        specVersion: 'v1',
        name: 'try',
        execute: async ({ stepId }) => {
          if (stepId === 'bad') throw new Error('A secret reason.');
          return { status: 'succeeded', outputs: {} };
        },
      },
    },
  });
  const project = await orchard.projects.create({ tenantId: alice.tenantId, name: 'Shop' });
  const { id } = await orchard.operations.start({
    tenantId: alice.tenantId,
    projectId: project.id,
    tree: 'two',
  });
  await orchard.runner.wait({ operationId: id });

  const spans = exporter
    .getFinishedSpans()
    .map(({ name, attributes, status }) => ({ name, attributes, status }));
  expect(spans.filter(({ name }) => name === 'orchard.attempt')).toEqual([
    expect.objectContaining({
      attributes: expect.objectContaining({
        'orchard.operation': id,
        'orchard.step': 'good',
        'orchard.outcome': 'succeeded',
      }),
    }),
    expect.objectContaining({
      attributes: expect.objectContaining({ 'orchard.step': 'bad', 'orchard.outcome': 'failed' }),
      status: { code: 2, message: 'STEP_FAILED' },
    }),
  ]);
  expect(JSON.stringify(spans)).not.toContain('secret');

  const handle = createHttpHandler({
    orchard,
    metrics,
    authenticate: () => undefined,
    authorize: () => false,
  });
  const page = await handle(new Request('http://localhost/metrics'));
  const text = await page.text();
  expect(page.headers.get('content-type')).toContain('text/plain');
  expect(text).toContain('orchard_step_seconds_count{uses="try",outcome="succeeded"} 1');
  expect(text).toContain('orchard_step_seconds_count{uses="try",outcome="failed"} 1');
  expect(text).toContain('orchard_worker_slots{state="free"} 8');
  expect(text).toContain('orchard_sse_clients 0');
  await orchard.close();
});

it('without metrics there is no such page', async () => {
  const orchard = createOrchard({ storage: createMemoryStorage(), executors: {}, trees: [] });
  const handle = createHttpHandler({ orchard, authenticate: () => undefined, authorize: () => false });
  expect((await handle(new Request('http://localhost/metrics'))).status).toBe(404);
});
