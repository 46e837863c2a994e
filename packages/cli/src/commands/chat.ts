import { createInterface } from 'node:readline/promises';
import { createClient, type OrchardClient } from '@orchard-studio/client';
import {
  type AnswerInput,
  type AppTarget,
  appTargetSchema,
  type ChatResponse,
  isOrchardError,
  type ProjectView,
  parseOrThrow,
  type Question,
} from '@orchard-studio/core';
import { createLocal } from '@orchard-studio/local';
import { loadConfig } from '../config.ts';
import { OperationLog } from '../output/operation-log.ts';
import { showReport } from '../output/show-report.ts';
import { printable } from '../output/terminal.ts';
import type { CommandContext } from './context.ts';

export interface ChatOptions {
  readonly project: string;
  readonly url?: string;
  readonly config?: string;
  /** What apps are built for; checked when the command starts. */
  readonly target?: string;
}

interface Session {
  readonly client: OrchardClient;
  readonly project: ProjectView;
  readonly context: CommandContext;
  readonly target: AppTarget | undefined;
}

const ANSWER_MS = 2_000;
const HELP =
  'Answer by number, or in your own words. /skip · /decide (you decide) · /build [node|next] · /spec · /quit';

function showTurn({ context }: Session, response: ChatResponse): void {
  const { terminal } = context;
  terminal.line(`\n${printable(response.reply)}\n`);
  const percent = Math.round(response.readiness.score * 100);
  const state = response.readiness.ready
    ? terminal.style('green', 'ready to build (/build)')
    : `${percent}% ready`;
  terminal.line(
    terminal.style('dim', `[${whoOf(response)}] revision ${response.blueprint.revision}, `) + state,
  );
}

/** Who worded the reply, and what it cost. */
function whoOf({ mode, model, usage }: ChatResponse): string {
  if (model === null || usage === null) return mode;
  const { inputTokens, outputTokens } = usage;
  return `${printable(model)}, ${inputTokens + outputTokens} tokens`;
}

function showQuestion({ context: { terminal } }: Session, question: Question): void {
  terminal.line(`\n${terminal.style('bold', printable(question.text))}`);
  if (question.stake !== '') terminal.line(terminal.style('dim', printable(question.stake)));
  for (const [index, option] of question.options.entries()) {
    const mark = option.recommended ? terminal.style('green', ' (recommended)') : '';
    terminal.line(
      `  ${index + 1}. ${printable(option.label)}${mark}  ${terminal.style('dim', printable(option.consequence))}`,
    );
  }
}

/** "1" or "1, 3" choose options, /skip and /decide are what they say, anything else is the answer in words. */
function parseAnswer(question: Question, text: string): AnswerInput {
  const questionId = question.id;
  if (text === '/skip') return { questionId, skip: true };
  if (text === '/decide') return { questionId, delegate: true };
  const numbers = /^\d+(?:\s*,\s*\d+)*$/.test(text) ? text.split(',').map(Number) : [];
  const optionIds = numbers.flatMap((number) => question.options[number - 1]?.id ?? []);
  if (numbers.length > 0 && optionIds.length === numbers.length) return { questionId, optionIds };
  return { questionId, text };
}

async function build(
  { client, project, context }: Session,
  response: ChatResponse,
  target: AppTarget | undefined,
): Promise<void> {
  const { id: blueprintId, revision, hash } = response.blueprint;
  const key = { projectId: project.id, blueprintId };
  await client.blueprints.approve({ ...key, revision, hash });
  const { operationId } = await client.blueprints.build({
    ...key,
    ...(target === undefined ? {} : { target }),
  });
  const log = new OperationLog(context.terminal);
  for await (const event of client.operations.stream({ operationId })) log.show(event);
  const operation = await client.operations.get({ operationId });
  showReport(context.terminal, operation.steps);
  context.terminal.line(
    operation.url === null ? `The build ${operation.status}.` : `\nSee it at ${operation.url}`,
  );
}

/** @throws INVALID_INPUT for a word that is no target */
function parseTarget(text: string | undefined): AppTarget | undefined {
  return parseOrThrow(appTargetSchema.optional(), text, 'The target (node or next)');
}

async function command(session: Session, text: string, response: ChatResponse): Promise<void> {
  const { terminal } = session.context;
  try {
    const [, target] = /^\/build(?:\s+(\S+))?$/.exec(text) ?? [];
    if (/^\/build(?:\s|$)/.test(text)) await build(session, response, parseTarget(target) ?? session.target);
    else if (text === '/spec') {
      const key = { projectId: session.project.id, blueprintId: response.blueprint.id };
      terminal.line(await session.client.blueprints.spec(key));
    } else terminal.line(HELP);
  } catch (error) {
    if (!isOrchardError(error)) throw error;
    terminal.error(printable(error.message));
  }
}

async function converse(
  session: Session,
  ask: (prompt: string) => Promise<string | undefined>,
): Promise<void> {
  const { client, project, context } = session;
  let response: ChatResponse | undefined;
  context.terminal.line('What would you like to build?');
  while (true) {
    const question = response?.blueprint.questions.find(({ status }) => status === 'open');
    if (question !== undefined) showQuestion(session, question);
    const text = await ask('> ');
    if (text === undefined || text === '/quit') return;
    if (text === '') continue;
    const isAnswer = text === '/skip' || text === '/decide' || !text.startsWith('/');
    if (response !== undefined && !isAnswer) {
      await command(session, text, response);
      continue;
    }
    const blueprintId = response?.blueprint.id;
    const chat = question === undefined ? { message: text } : { answers: [parseAnswer(question, text)] };
    try {
      response = await client.blueprints.chat({
        projectId: project.id,
        ...(blueprintId === undefined ? {} : { blueprintId }),
        ...chat,
      });
      showTurn(session, response);
    } catch (error) {
      if (!isOrchardError(error)) throw error;
      context.terminal.error(printable(error.message));
    }
  }
}

/** Lines of standard input; undefined at its end. Works with a person and with a pipe. */
function prompter({ stdin, stdout }: CommandContext) {
  const reader = createInterface({ input: stdin, output: stdout, terminal: stdin.isTTY === true });
  const lines = reader[Symbol.asyncIterator]();
  return {
    ask: async (prompt: string): Promise<string | undefined> => {
      if (stdin.isTTY === true) stdout.write(prompt);
      const { value, done } = await lines.next();
      return done === true ? undefined : String(value).trim();
    },
    close: () => reader.close(),
  };
}

async function findProject(client: OrchardClient, name: string): Promise<ProjectView> {
  const projects = await client.projects.list();
  const found = projects.find(
    (project) => project.name === name || project.id === name || project.slug === name,
  );
  return found ?? client.projects.create({ name });
}

/** Whether a server there is one of ours: any program may listen on the port, and it may never answer. */
async function isOrchard(baseUrl: string): Promise<boolean> {
  try {
    const response = await fetch(`${baseUrl}/healthz`, { signal: AbortSignal.timeout(ANSWER_MS) });
    const health: unknown = await response.json();
    return typeof health === 'object' && health !== null && 'status' in health && health.status === 'ok';
  } catch {
    return false;
  }
}

/** `orchard chat`: the interview in a terminal, with a running server or, when there is none, in this process. */
export async function chat(options: ChatOptions, context: CommandContext): Promise<number> {
  const target = parseTarget(options.target);
  const config = await loadConfig(options.config, context.env);
  const baseUrl = `${options.url ?? `http://127.0.0.1:${config.port ?? 3_000}`}/api`;
  const { ui: _ui, ...local } = config;
  const given = options.url !== undefined || (await isOrchard(baseUrl));
  const own = given ? undefined : await createLocal({ ...local, port: 0 });
  const { ask, close } = prompter(context);
  try {
    const address = own === undefined ? baseUrl : `${(await own.listen()).url}/api`;
    const client = createClient({ baseUrl: address });
    const project = await findProject(client, options.project);
    await converse({ client, project, context, target }, ask);
    return 0;
  } finally {
    close();
    await own?.close();
  }
}
