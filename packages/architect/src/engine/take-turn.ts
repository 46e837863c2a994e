import {
  type BlueprintContent,
  type BlueprintOperation,
  type IdGenerator,
  type Logger,
  type Readiness,
  type Turn,
  type TurnMode,
  type TurnUsage,
  toOrchardError,
} from '@orchard-studio/core';
import type {
  ChatCommand,
  ClaimDraft,
  Exchange,
  Proposal,
  Proposer,
  ProposerEvent,
  ResolvedAnswer,
} from '../proposer.ts';
import { isReadyToBuild } from '../readiness/readiness.ts';
import { acceptChanges, type Refusal } from './accept.ts';
import { agendaChanges } from './agenda.ts';
import { ChangeLog } from './change-log.ts';
import { answerOpenQuestions, checkAnswers } from './check-answers.ts';
import { claimChanges, draftClaims, settleClaims } from './claims.ts';
import { closing } from './closing.ts';
import { coverageChanges } from './coverage.ts';
import type { Evidence } from './provenance.ts';
import { answerChanges, assumptionChanges } from './record-answers.ts';

export interface TurnTask {
  readonly content: BlueprintContent;
  readonly turn: Turn;
  readonly history: readonly Exchange[];
  readonly locale: string;
  /** True when a person approved exactly this content; idle chat must not void that. */
  readonly approved: boolean;
  readonly proposer: Proposer;
  readonly ids: IdGenerator;
  readonly logger: Logger;
  /** Told what is being said, as it is said. */
  readonly emit?: ((event: ProposerEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface TurnOutcome {
  readonly status: 'complete' | 'failed';
  readonly reply: string;
  /** Who worded the reply in the end. */
  readonly mode: TurnMode;
  readonly model: string | null;
  readonly usage: TurnUsage | null;
  readonly content: BlueprintContent;
  readonly operations: readonly BlueprintOperation[];
  readonly readiness: Readiness;
}

const FAILED: Proposal = {
  reply:
    'Something went wrong while I worked on this message, so the plan stays as it was. Your words are kept; say it again in other words, or edit the plan directly.',
  changes: [],
};

interface Thought {
  readonly proposal: Proposal;
  readonly failed: boolean;
}

function commandsOf(claims: readonly ClaimDraft[]): readonly ChatCommand[] {
  return [...new Set(claims.flatMap((claim) => (claim.command === null ? [] : [claim.command])))];
}

function withChatAnswers(
  task: TurnTask,
  answers: readonly ResolvedAnswer[],
  commands: readonly ChatCommand[],
) {
  const how = commands.includes('decide') ? 'decide' : commands.includes('skip') ? 'skip' : null;
  return how === null ? answers : [...answers, ...answerOpenQuestions(task.content, answers, how)];
}

function evidenceOf(task: TurnTask, answers: readonly ResolvedAnswer[]): Evidence {
  const messages = new Map<string, string>(task.history.map((each) => [each.turnId, each.message]));
  messages.set(task.turn.id, task.turn.message);
  const answered = task.content.questions.filter((question) => question.answer !== null);
  const given = answers.filter((answer) => answer.kind === 'chosen').map((answer) => answer.question);
  return { messages, answers: new Set([...answered, ...given].map((question) => question.id)) };
}

/** Everything the user said in this turn: only that may change what they said before. */
const saidIn = (message: string, answers: readonly ResolvedAnswer[]): readonly string[] => [
  message,
  ...answers.flatMap(({ text, options }) => [text, ...options.map(({ label }) => label)]),
];

async function think(task: TurnTask, input: Parameters<Proposer['propose']>[0]): Promise<Thought> {
  try {
    const proposal = await task.proposer.propose(input);
    if (typeof proposal?.reply !== 'string' || !Array.isArray(proposal.changes))
      throw new TypeError('The proposal has no reply or no changes.');
    return { proposal, failed: false };
  } catch (error) {
    if (task.signal?.aborted === true) throw error;
    const { code, message } = toOrchardError(error);
    task.logger.error(
      { turnId: task.turn.id, code, error: message },
      'The proposer failed; the turn keeps the message.',
    );
    return { proposal: FAILED, failed: true };
  }
}

/** A text answer to a question with options that led to nothing counts as partial. */
function partialChanges(
  log: ChangeLog,
  claims: ReturnType<typeof settleClaims>,
  answers: readonly ResolvedAnswer[],
) {
  return answers
    .filter(({ kind, options, text }) => kind === 'chosen' && options.length === 0 && text !== '')
    .filter(({ question }) => {
      const own = claims.filter((claim) => claim.source.kind === 'answer' && claim.source.id === question.id);
      return own.every((claim) => claim.outcome !== 'landed');
    })
    .map(({ question }) => ({ op: 'status' as const, path: `/questions/${question.id}`, value: 'partial' }))
    .filter(({ path }) =>
      log.content.questions.some((each) => path.endsWith(each.id) && each.status === 'answered'),
    );
}

interface Considered {
  readonly claims: readonly ClaimDraft[];
  readonly answers: readonly ResolvedAnswer[];
  readonly commands: readonly ChatCommand[];
}

/** Everything the proposer does not decide: claims, assumptions, coverage, agenda. */
function finishContent(
  task: TurnTask,
  log: ChangeLog,
  considered: Considered & { readonly proposal: Proposal },
): void {
  const { claims, answers, commands, proposal } = considered;
  const system = { messageId: task.turn.id };
  const settled = settleClaims(claims, Array.isArray(proposal.claims) ? proposal.claims : [], log.content);
  log.apply(partialChanges(log, settled, answers), 'system', system);
  log.apply(assumptionChanges(task.content, log.content, { answers, ids: task.ids }), 'system', system);
  const idle = task.approved && answers.length === 0 && claims.every((claim) => claim.command !== null);
  if (!idle) log.apply(claimChanges(log.content, settled), 'system', system);
  log.apply(coverageChanges(log.content), 'system', system);
  const wanted = commands.includes('more') || !isReadyToBuild(log.content).ready;
  if (!idle || commands.includes('more')) log.apply(agendaChanges(log.content, wanted), 'system', system);
}

/**
 * One turn, from what was said to the new content. Pure but for the proposer and the ids: it stores nothing.
 * Whatever the proposer does, the result is a valid content whose operations fold to it.
 */
export async function takeTurn(task: TurnTask): Promise<TurnOutcome> {
  const { content, turn, ids } = task;
  const checked = checkAnswers(content, turn.answers);
  const claims = draftClaims({ turnId: turn.id, message: turn.message, answers: checked, ids });
  const commands = commandsOf(claims);
  const answers = withChatAnswers(task, checked, commands);
  const log = new ChangeLog(content);
  for (const answer of answers) {
    log.apply(answerChanges(log.content, answer, turn.id), 'user', { answerId: answer.question.id });
  }
  const { proposal, failed } = await think(task, {
    blueprint: log.content,
    turn: { id: turn.id, message: turn.message, claims, answers, commands },
    history: task.history,
    locale: task.locale,
    ids,
    emit: task.emit,
    signal: task.signal,
  });
  const [firstAnswer] = answers;
  const cause =
    turn.message === '' && firstAnswer !== undefined
      ? { answerId: firstAnswer.question.id }
      : { messageId: turn.id };
  const mode = proposal.mode ?? task.proposer.mode;
  const accepted = acceptChanges(log, proposal.changes, {
    evidence: evidenceOf(task, answers),
    cause,
    said: mode === 'model' ? saidIn(turn.message, answers) : undefined,
  });
  const refused: readonly Refusal[] = [...accepted, ...(proposal.refused ?? [])];
  if (refused.length > 0)
    task.logger.warn({ turnId: turn.id, refused: refused.slice(0, 10) }, 'Parts of a proposal were refused.');
  finishContent(task, log, { claims, answers, commands, proposal });
  const readiness = isReadyToBuild(log.content);
  const end = closing({
    content: log.content,
    readiness,
    commands,
    refused,
  });
  return {
    status: failed ? 'failed' : 'complete',
    mode,
    model: proposal.model ?? null,
    usage: proposal.usage ?? null,
    reply: [proposal.reply.toWellFormed().replaceAll('\0', '').trim(), end]
      .filter((part) => part !== '')
      .join('\n\n'),
    content: log.content,
    operations: log.operations(turn.baseRevision + 1, ids),
    readiness,
  };
}
