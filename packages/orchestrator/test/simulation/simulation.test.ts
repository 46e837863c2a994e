import type { OperationEvent, StepStatus } from '@orchard-studio/core';
import { expect, test } from 'vitest';
import { randomOf } from './random.ts';
import { expectedEnd, isOpenEnded, randomScript, type Script } from './script.ts';
import { viewFaults } from './view-faults.ts';
import { type Outcome, World } from './world.ts';

const SEEDS = process.env.ORCHARD_PROVE === undefined ? 300 : 10_000;

async function eventsOf({ store, operation }: Outcome): Promise<OperationEvent[]> {
  const events: OperationEvent[] = [];
  if (operation === undefined) return events;
  while (true) {
    const page = await store.listEvents({ operationId: operation.id, after: events.length });
    if (page.length === 0) return events;
    events.push(...page);
  }
}

/** What must be true of every end, in one text per fault. */
async function faults(script: Script, outcome: Outcome): Promise<readonly string[]> {
  const { operation, store, executions } = outcome;
  const run = operation && (await store.loadRun({ operationId: operation.id }));
  if (run === undefined || run.operation.finishedAt === null) return ['it never ended'];
  const found: string[] = [];
  const events = await eventsOf(outcome);
  const states = new Map(run.steps.map(({ key, status }) => [key, status]));
  if (!isOpenEnded(script)) found.push(...wrongEnds(script, states, run.operation.status));
  for (const { key, if: condition, finally: last } of script.plan.steps)
    if (last && condition === null && !['succeeded', 'failed'].includes(states.get(key) ?? ''))
      found.push(`${key} of finally is ${states.get(key)}`);
  if (events.some(({ seq }, at) => seq !== at + 1)) found.push('the log has a gap');
  if (events.filter(({ type }) => type === 'complete').length !== 1) found.push('it did not end once');
  if (events.at(-1)?.type !== 'complete') found.push('the log goes on after the end');
  found.push(...viewFaults(run, events));
  for (const [key, status] of states) found.push(...faultsOfStep({ key, status, events }));
  for (const { step, epoch } of executions)
    if (
      events.every((event) => event.step !== step || event.epoch !== epoch || event.status !== 'in_progress')
    )
      found.push(`${step} ran in epoch ${epoch} without a claim`);
  return found;
}

function wrongEnds(script: Script, states: ReadonlyMap<string, StepStatus>, end: string): readonly string[] {
  const wanted = expectedEnd(script);
  const found = [...new Set([...states.keys(), ...wanted.keys()])]
    .filter((key) => states.get(key) !== wanted.get(key))
    .map((key) => `${key} is ${states.get(key)}, not ${wanted.get(key)}`);
  return end === operationEnd(script, wanted) ? found : [...found, `it ended ${end}`];
}

function faultsOfStep(step: {
  readonly key: string;
  readonly status: StepStatus;
  readonly events: readonly OperationEvent[];
}): readonly string[] {
  const { key, status } = step;
  const own = step.events.filter((event) => event.step === key);
  const ends = own.filter((event) => event.type === 'step' && event.status === 'complete');
  const claims = own.filter((event) => event.type === 'step' && event.status === 'in_progress');
  const found: string[] = [];
  if (ends.length !== (status === 'succeeded' ? 1 : 0)) found.push(`${key} completed ${ends.length} times`);
  const end = ends[0];
  if (end !== undefined && own.some(({ seq }) => seq > end.seq)) found.push(`${key} went on after its end`);
  if (status === 'skipped' && claims.length > 0) found.push(`${key} ran though it was skipped`);
  const epochs = claims.map(({ epoch }) => epoch ?? 0);
  if (epochs.some((epoch, at) => at > 0 && epoch <= (epochs[at - 1] ?? 0))) found.push(`${key}: epochs fall`);
  return found;
}

function operationEnd({ plan }: Script, wanted: ReadonlyMap<string, StepStatus>): string {
  const failed = plan.steps.some(
    ({ key, continueOnError }) => wanted.get(key) === 'failed' && !continueOnError,
  );
  return failed ? 'failed' : 'succeeded';
}

test(`${SEEDS} random trees end as they must, whatever happens to the processes that run them`, {
  timeout: 1_800_000,
}, async () => {
  let processes = 0;
  const first = Number(process.env.ORCHARD_SEED ?? 1);
  for (let seed = first; seed < first + SEEDS; seed += 1) {
    const random = randomOf(seed);
    const script = randomScript(random);
    const outcome = await new World(random, script).run();
    processes += outcome.processes;
    expect(await faults(script, outcome), `seed ${seed} (run it alone with ORCHARD_SEED=${seed})`).toEqual(
      [],
    );
  }
  // A simulation in which nothing dies shows nothing.
  expect(processes).toBeGreaterThan(SEEDS * 2);
});
