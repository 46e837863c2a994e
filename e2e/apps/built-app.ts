import { type AppTarget, type ChatResponse, isOperationEnd, type ProjectView } from '@orchard-studio/core';
import { onTestFinished } from 'vitest';
import { freePort } from '../../test-tools/free-port.ts';
import { apiOf, until } from '../api.ts';
import { type OrchardProcess, startOrchard, temporaryHome } from '../orchard-process.ts';
import { type Visitor, visitorOf } from './visitor.ts';

/** An app that was built from a sentence, in staging. */
export interface BuiltApp {
  /** Where it answers now. */
  readonly url: () => string;
  visitor(): Visitor;
  /** Says something more to the Architect, and builds the changed plan. */
  change(message: string): Promise<void>;
  /** Ends everything and starts it again. */
  restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

type Api = ReturnType<typeof apiOf>;

/** Leaves every open question to the Architect until the plan may be built. */
async function settle(api: Api, projectId: string, first: ChatResponse): Promise<ChatResponse> {
  let turn = first;
  for (let round = 0; !turn.readiness.ready && round < 10; round += 1) {
    const open = turn.blueprint.questions.filter(({ status }) => status === 'open');
    const answers = open.map(({ id }) => ({ questionId: id, delegate: true }));
    turn = await api.chat(projectId, { blueprintId: turn.blueprint.id, answers });
  }
  return turn;
}

interface Build {
  readonly api: Api;
  readonly project: ProjectView;
  readonly target: AppTarget;
}

async function build({ api, project, target }: Build, turn: ChatResponse): Promise<string> {
  const operationId = await api.approveAndBuild(project.id, turn.blueprint, { target });
  const ended = await until(
    () => api.operation(operationId),
    ({ status }) => isOperationEnd(status),
    400_000,
  );
  if (ended.status !== 'succeeded')
    throw new Error(
      `The build ${ended.status}: ${JSON.stringify(ended.steps.map(({ key, error }) => ({ key, error })))}`,
    );
  return healthyUrl(api, project);
}

async function healthyUrl(api: Api, project: ProjectView): Promise<string> {
  const { environments } = await until(
    () => api.project(project.id),
    (view) => view.environments.staging?.status === 'healthy',
  );
  return environments.staging?.directUrl ?? '';
}

/** A server of its own with one project: the sentence, "you decide" for every question, approve, build. */
export async function buildApp(sentence: string, target: AppTarget = 'node'): Promise<BuiltApp> {
  const home = await temporaryHome();
  const port = await freePort();
  let orchard: OrchardProcess = await startOrchard({ home: home.path, port });
  onTestFinished(async () => {
    await orchard.stop('SIGTERM');
    await home.remove();
  });
  const api = apiOf(orchard.url);
  const project = await api.createProject('app');
  let turn = await settle(api, project.id, await api.chat(project.id, { message: sentence }));
  let url = await build({ api, project, target }, turn);
  return {
    url: () => url,
    visitor: () => visitorOf(() => url),
    change: async (message) => {
      const blueprintId = turn.blueprint.id;
      turn = await settle(api, project.id, await api.chat(project.id, { blueprintId, message }));
      url = await build({ api, project, target }, turn);
    },
    restart: async (signal) => {
      await orchard.stop(signal);
      orchard = await startOrchard({ home: home.path, port });
      url = await healthyUrl(api, project);
    },
  };
}
