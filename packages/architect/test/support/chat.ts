import {
  type AnswerInput,
  type Blueprint,
  type BlueprintStore,
  type Entity,
  ID_PREFIXES,
  type IdGenerator,
  type Question,
  tenantIdSchema,
} from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { createGuidedProposer } from '../../src/guided/index.ts';
import { createArchitect, type Proposer, type TurnResponse } from '../../src/index.ts';

export const TENANT = tenantIdSchema.parse('tenant-1');

/** Ids that count up, so that a failing run can be repeated. */
export function countingIds(): IdGenerator {
  let last = 0;
  return {
    next: (kind) => {
      last += 1;
      return `${ID_PREFIXES[kind]}_${String(last).padStart(16, '0')}`;
    },
  };
}

export interface Chat {
  readonly store: BlueprintStore;
  readonly architect: ReturnType<typeof createArchitect>;
  /** Sends within one conversation; the first call starts it. */
  say(message: string, answers?: readonly AnswerInput[]): Promise<TurnResponse>;
  answer(answers: readonly AnswerInput[]): Promise<TurnResponse>;
  readonly blueprint: () => Blueprint;
}

export function startChat(proposer: Proposer = createGuidedProposer()): Chat {
  const store = createMemoryStorage().blueprints;
  const architect = createArchitect({ store, proposer, ids: countingIds() });
  let last: TurnResponse | undefined;
  const send = async (message: string | undefined, answers: readonly AnswerInput[] | undefined) => {
    last = await architect.send({
      tenantId: TENANT,
      projectId: null,
      blueprintId: last?.blueprint.id,
      message,
      answers,
      by: 'test',
    });
    return last;
  };
  return {
    store,
    architect,
    say: (message, answers) => send(message, answers),
    answer: (answers) => send(undefined, answers),
    blueprint: () => {
      if (last === undefined) throw new Error('Nothing was said yet.');
      return last.blueprint;
    },
  };
}

/** `title! string`, `sku* string`, `due date date`, `project → Project`, `tags ⇉ Tag`: what matters of a field, in one line. */
function fieldsOf(blueprint: Blueprint, entity: Entity): readonly string[] {
  const names = new Map(blueprint.sections.dataModel.entities.map((each) => [each.id, each.name]));
  return entity.fields.map((field) => {
    const name = `${field.name}${field.required ? '!' : ''}${field.unique ? '*' : ''}`;
    const target = names.get(field.references ?? '') ?? '?';
    if (field.type === 'reference') return `${name} → ${target}`;
    if (field.type === 'references') return `${name} ⇉ ${target}`;
    return `${name} ${field.type}${field.values.length > 0 ? `(${field.values.join('|')})` : ''}${field.default === null ? '' : `=${field.default}`}`;
  });
}

export function model(blueprint: Blueprint): Record<string, readonly string[]> {
  return Object.fromEntries(
    blueprint.sections.dataModel.entities.map((entity) => [entity.name, fieldsOf(blueprint, entity)]),
  );
}

/** `Patient × Appointment: create read own`: a rule in one line; `~` marks what nobody stated. */
export function access(blueprint: Blueprint): readonly string[] {
  const names = new Map(blueprint.sections.dataModel.entities.map((each) => [each.id, each.name]));
  return blueprint.sections.access.rules.map(({ role, resource, actions, scope, origin }) => {
    const may = actions.length === 4 ? 'everything' : actions.join(' ');
    return `${origin === 'user_stated' ? '' : '~'}${role} × ${names.get(resource) ?? resource}: ${may} ${scope}`;
  });
}

export const openQuestions = (blueprint: Blueprint): readonly Question[] =>
  blueprint.questions.filter((question) => question.status === 'open');

export function questionOn(blueprint: Blueprint, topic: string): Question {
  const found = blueprint.questions.find((question) => question.topic.startsWith(topic));
  if (found === undefined) throw new Error(`There is no question on ${topic}.`);
  return found;
}

/** The answer that picks options by their label. */
export function pick(question: Question, ...labels: readonly string[]): AnswerInput {
  const optionIds = question.options
    .filter((option) => labels.includes(option.label))
    .map((option) => option.id);
  return { questionId: question.id, optionIds };
}

export const delegateAll = (blueprint: Blueprint): readonly AnswerInput[] =>
  openQuestions(blueprint).map((question) => ({ questionId: question.id, delegate: true }));

/** Leaves every open question to the Architect until the plan is ready; fails when it never is. */
export async function decideAll(chat: Chat): Promise<Blueprint> {
  for (let turn = 0; turn < 6 && chat.blueprint().status !== 'ready'; turn += 1)
    await chat.answer(delegateAll(chat.blueprint()));
  if (chat.blueprint().status !== 'ready') throw new Error('The plan never became ready.');
  return chat.blueprint();
}
