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

  it('at any moment of a chat keeps everything that was said and answered', async () => {
    const rounds = process.env.ORCHARD_PROVE === undefined ? 4 : 40;
    const folder = await temporaryHome();
    let server = await startOrchard({ home: folder.path });
    const { id: projectId } = await apiOf(server.url).createProject('chats');
    const { blueprint } = await apiOf(server.url).chat(projectId, { message: 'A recipe box' });
    let acknowledged = 1;
    for (let round = 0; round < rounds; round += 1) {
      const message = `recipes have a rating${round}`;
      const answer = apiOf(server.url)
        .chat(projectId, { blueprintId: blueprint.id, message })
        .then(
          () => true,
          () => false,
        );
      // From before the request has arrived to after it was answered.
      await new Promise((resolve) => setTimeout(resolve, round * (60 / rounds)));
      await server.stop('SIGKILL');
      if (await answer) acknowledged += 1;
      server = await startOrchard({ home: folder.path });
      const { turns, blueprint: now } = await apiOf(server.url).blueprint(projectId, blueprint.id);
      expect(turns.length).toBeGreaterThanOrEqual(acknowledged);
      expect(turns.map(({ seq }) => seq)).toEqual(turns.map((_turn, index) => index + 1));
      for (const turn of turns)
        expect(turn).toMatchObject({ status: 'complete', reply: expect.stringMatching(/./) });
      expect(now.revision).toBe(turns.at(-1)?.revision);
      const said = turns.some((turn) => turn.message === message);
      expect(now.claims.some(({ text }) => text.includes(message))).toBe(said);
      acknowledged = turns.length;
    }
    await server.stop('SIGTERM');
    await folder.remove();
  });
});
