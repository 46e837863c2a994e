import { readdir, readFile } from 'node:fs/promises';
import { isOperationEnd, type OperationEvent } from '@orchard-studio/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiOf, SENTENCE, until } from './api.ts';
import { startOrchard, temporaryHome } from './orchard-process.ts';

let home: Awaited<ReturnType<typeof temporaryHome>>;
beforeAll(async () => {
  home = await temporaryHome();
});
afterAll(() => home.remove());

const completions = (events: readonly OperationEvent[]): string[] =>
  events.filter(({ type, status }) => type === 'step' && status === 'complete').map(({ step }) => step ?? '');

/** Processes whose command line names the folder. */
async function processesOf(folder: string): Promise<string[]> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(folder)).map((line) => line.replaceAll('\0', ' '));
}

describe('a server killed with SIGKILL', () => {
  it('in the middle of the implement phase goes on after a restart, and no completed step runs twice', async () => {
    const first = await startOrchard({ home: home.path });
    const api = apiOf(first.url);
    const project = await api.createProject('cool project');
    const blueprint = await api.interview(project.id);
    const operationId = await api.approveAndBuild(project.id, blueprint);
    await until(
      () => api.events(operationId),
      ({ events }) =>
        events.some(
          ({ type, step, status }) => type === 'step' && step === 'implement' && status === 'in_progress',
        ),
    );
    expect(await first.stop('SIGKILL')).toBe(null);

    const second = await startOrchard({ home: home.path });
    const after = apiOf(second.url);
    const said = await after.blueprint(project.id, blueprint.id);
    expect(said.turns[0]?.message).toBe(SENTENCE);
    expect(said.blueprint.hash).toBe(blueprint.hash);
    const ended = await until(
      () => after.operation(operationId),
      ({ status }) => isOperationEnd(status),
    );
    expect(ended).toMatchObject({ status: 'succeeded', progress: 1 });

    const { events } = await after.events(operationId);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, index) => index + 1));
    expect(completions(events)).toEqual(['spec', 'design', 'implement', 'test', 'deploy']);
    for (const key of completions(events)) {
      const end = events.findIndex(
        ({ type, step, status }) => type === 'step' && step === key && status === 'complete',
      );
      const later = events.slice(end + 1).filter(({ type, step }) => type === 'step' && step === key);
      expect(later, `${key} went on after it was complete`).toEqual([]);
    }
    const takeover = events.filter(({ data }) => data?.takeover === true);
    expect(takeover.map(({ step }) => step)).toEqual(['implement']);

    const { environments } = await after.project(project.id);
    const app = await fetch(environments.staging?.directUrl ?? '');
    expect(app.status).toBe(200);

    // A kill leaves the apps to the next start; an ordered stop leaves nothing.
    await second.stop('SIGKILL');
    const third = await startOrchard({ home: home.path });
    await until(
      () => apiOf(third.url).project(project.id),
      (view) => view.environments.staging?.status === 'healthy',
    );
    const running = (await processesOf(home.path)).filter((line) => line.includes('--permission'));
    expect(running).toHaveLength(1);
    expect(await third.stop('SIGINT')).toBe(0);
    expect(await processesOf(home.path)).toEqual([]);
  });
});
