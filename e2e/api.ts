import {
  type AppTarget,
  type BlueprintView,
  blueprintDetailSchema,
  buildResponseSchema,
  type ChatResponse,
  chatResponseSchema,
  type EventsPage,
  eventsPageSchema,
  type OperationView,
  operationViewSchema,
  type ProjectView,
  projectViewSchema,
} from '@orchard-studio/core';

export const SENTENCE =
  'I want a task tracker where people create projects with tasks; tasks have a title, a due date and a done flag';

async function call(url: string, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${url}/api${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}

/** The API of a running server, by hand: the tests do not trust our own client. */
export function apiOf(url: string) {
  const chat = async (projectId: string, body: object): Promise<ChatResponse> =>
    chatResponseSchema.parse(await call(url, 'POST', `/projects/${projectId}/blueprint/chat`, body));
  return {
    chat,
    createProject: async (name: string): Promise<ProjectView> =>
      projectViewSchema.parse(await call(url, 'POST', '/projects', { name })),
    project: async (id: string): Promise<ProjectView> =>
      projectViewSchema.parse(await call(url, 'GET', `/projects/${id}`)),
    blueprint: async (projectId: string, id: string) =>
      blueprintDetailSchema.parse(await call(url, 'GET', `/projects/${projectId}/blueprints/${id}`)),
    operation: async (id: string): Promise<OperationView> =>
      operationViewSchema.parse(await call(url, 'GET', `/operations/${id}`)),
    events: async (id: string): Promise<EventsPage> =>
      eventsPageSchema.parse(await call(url, 'GET', `/operations/${id}/events?after=0&limit=5000`)),
    /** A sentence, then "you decide" until the gate opens. */
    interview: async (projectId: string, message = SENTENCE): Promise<BlueprintView> => {
      let turn = await chat(projectId, { message });
      for (let rounds = 0; !turn.readiness.ready && rounds < 10; rounds += 1) {
        const open = turn.blueprint.questions.filter(({ status }) => status === 'open');
        const answers = open.map(({ id }) => ({ questionId: id, delegate: true }));
        turn = await chat(projectId, { blueprintId: turn.blueprint.id, answers });
      }
      return turn.blueprint;
    },
    approveAndBuild: async (
      projectId: string,
      { id, revision, hash }: BlueprintView,
      options: { readonly target?: AppTarget } = {},
    ): Promise<string> => {
      const path = `/projects/${projectId}/blueprints/${id}`;
      await call(url, 'POST', `${path}/approve`, { revision, hash });
      return buildResponseSchema.parse(await call(url, 'POST', `${path}/build`, options)).operationId;
    },
  };
}

/** Asks again and again until the answer satisfies; fails with the last answer after `ms`. */
export async function until<T>(
  ask: () => Promise<T>,
  satisfies: (value: T) => boolean,
  ms = 120_000,
): Promise<T> {
  const end = Date.now() + ms;
  while (true) {
    const value = await ask();
    if (satisfies(value)) return value;
    if (Date.now() > end)
      throw new Error(`Not reached within ${ms} ms: ${JSON.stringify(value).slice(0, 2_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
