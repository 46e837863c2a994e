import {
  type ChatResponse,
  chatResponseSchema,
  type Deployer,
  type Executor,
  type ProjectView,
  projectViewSchema,
  tenantIdSchema,
} from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { createHttpHandler, type HttpOptions, type Principal } from '../src/http/index.ts';
import { createOrchard, type OrchardConfig } from '../src/index.ts';

const COMMIT = 'c'.repeat(40);
export const GAP = { kind: 'endpoint', title: 'POST /pay', reason: 'No rule for it.' };
export const CONFLICT = { path: 'server.js', reason: 'Both changed it.', lines: [{ from: 1, to: 2 }] };

export const TREE = `
version: 1
name: build-feature
inputs:
  blueprint: { required: true }
  spec: { required: true }
  projectSlug: { required: true }
  projectName: { required: true }
  environment: { default: staging }
  target: { default: node }
steps:
  implement: { uses: agent, phase: implement }
  deploy: { uses: deploy, phase: deploy, needs: implement, with: { environment: staging } }
`;

export const agent: Executor = {
  specVersion: 'v1',
  name: 'agent',
  execute: async (_request, { emit }) => {
    emit({ type: 'log', level: 'info', message: 'written' });
    return { status: 'succeeded', outputs: { commit: COMMIT, gaps: [GAP], conflicts: [CONFLICT] } };
  },
};

export function createFakeDeployer(): Deployer & { readonly deployed: string[] } {
  const deployed: string[] = [];
  return {
    specVersion: 'v1',
    deployed,
    deploy: async ({ target, commit }) => {
      deployed.push(`${target.environment}.${target.slug}@${commit}`);
      return { url: `http://${target.environment}.${target.slug}.localhost:1`, directUrl: null };
    },
    health: async () => ({ status: 'healthy', detail: '' }),
    logs: async () => [{ at: '2026-01-01T00:00:00.000Z', stream: 'stdout', line: 'hi' }],
    stop: async () => undefined,
  };
}

export const alice: Principal = { tenantId: tenantIdSchema.parse('acme'), userId: 'alice' };
export const mallory: Principal = { tenantId: tenantIdSchema.parse('evil'), userId: 'mallory' };

export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Response>;

export function makeServer(config: Partial<OrchardConfig> = {}, http: Partial<HttpOptions> = {}) {
  const deployer = createFakeDeployer();
  const orchard = createOrchard({
    storage: createMemoryStorage(),
    executors: { agent },
    trees: [TREE],
    deployer,
    ...config,
  });
  const handle = createHttpHandler({
    orchard,
    authenticate: (request) => (request.headers.get('x-user') === 'mallory' ? mallory : alice),
    authorize: () => true,
    ...http,
  });
  const call: Call = (method, path, body, headers = {}) =>
    handle(
      new Request(`http://127.0.0.1:3000/api${path}`, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
  return { orchard, handle, call, deployer };
}

export async function makeProject(call: Call, name = 'cool project'): Promise<ProjectView> {
  return projectViewSchema.parse(await (await call('POST', '/projects', { name })).json());
}

export const SENTENCE =
  'I want a task tracker where people create projects with tasks; tasks have a title, a due date and a done flag';

export async function chat(call: Call, projectId: string, body: object): Promise<ChatResponse> {
  const response = await call('POST', `/projects/${projectId}/blueprint/chat`, body);
  return chatResponseSchema.parse(await response.json());
}

/** Answers "you decide" until the gate opens. */
export async function interview(call: Call, projectId: string): Promise<ChatResponse> {
  let turn = await chat(call, projectId, { message: SENTENCE });
  for (let rounds = 0; !turn.readiness.ready && rounds < 10; rounds += 1) {
    const answers = turn.blueprint.questions
      .filter(({ status }) => status === 'open')
      .map(({ id }) => ({ questionId: id, delegate: true }));
    turn = await chat(call, projectId, { blueprintId: turn.blueprint.id, answers });
  }
  return turn;
}
