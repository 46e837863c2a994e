import { type AnswerInput, type BlueprintContent, OrchardError, type Question } from '@orchard-studio/core';
import type { ResolvedAnswer } from '../proposer.ts';

/** An answer may be given to these, and an earlier one edited. */
const ANSWERABLE = new Set(['open', 'answered', 'partial', 'skipped', 'delegated', 'deferred']);
const GIVEN = new Set(['answered', 'partial', 'delegated']);

interface Issue {
  readonly path: string;
  readonly message: string;
}

/** NUL and lone surrogates survive no database; nothing a person can read is lost. */
export function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

function shapeIssue(answer: AnswerInput, question: Question): string | null {
  const options = answer.optionIds ?? [];
  const text = (answer.text ?? '').trim();
  if (answer.skip === true && answer.delegate === true) return 'cannot be skipped and delegated at once';
  if (answer.skip === true || answer.delegate === true) {
    return options.length > 0 || text !== '' ? 'holds a choice although it is skipped or delegated' : null;
  }
  const known = new Set(question.options.map((option) => option.id));
  const unknown = options.find((id) => !known.has(id));
  if (unknown !== undefined) return `names the option "${unknown}", which the question does not have`;
  if (new Set(options).size > 1 && question.kind !== 'multi') return 'takes one option only';
  const none = question.kind === 'multi' && answer.optionIds !== undefined;
  return options.length === 0 && text === '' && !none ? 'needs an option, a text, skip or delegate' : null;
}

function resolve(answer: AnswerInput, question: Question): ResolvedAnswer {
  const kind = answer.skip === true ? 'skipped' : answer.delegate === true ? 'delegated' : 'chosen';
  const chosen = new Set(answer.optionIds ?? []);
  const options = question.options.filter((option) =>
    kind === 'delegated' ? option.recommended : kind === 'chosen' && chosen.has(option.id),
  );
  const text = storable(answer.text ?? '').trim();
  return { question, input: answer, kind, options, text, edited: GIVEN.has(question.status) };
}

/**
 * Checks answers against the questions of a Blueprint. An answer to an answered question edits it.
 *
 * @throws INVALID_INPUT with `details.issues` `[{ path, message }]` for an unknown question or option,
 *   a question answered twice, or an answer that says nothing.
 */
export function checkAnswers(
  content: BlueprintContent,
  answers: readonly AnswerInput[],
): readonly ResolvedAnswer[] {
  const issues: Issue[] = [];
  const seen = new Set<string>();
  const resolved: ResolvedAnswer[] = [];
  for (const [index, answer] of answers.entries()) {
    const question = content.questions.find((each) => each.id === answer.questionId);
    const path = `answers.${index}`;
    if (question === undefined || !ANSWERABLE.has(question.status)) {
      issues.push({ path: `${path}.questionId`, message: 'is not a question that can be answered' });
    } else if (seen.has(question.id)) {
      issues.push({ path: `${path}.questionId`, message: 'is answered twice' });
    } else {
      seen.add(question.id);
      const message = shapeIssue(answer, question);
      if (message === null) resolved.push(resolve(answer, question));
      else issues.push({ path, message });
    }
  }
  const [first] = issues;
  if (first === undefined) return resolved;
  throw new OrchardError('INVALID_INPUT', `The answers are not valid: ${first.path} ${first.message}.`, {
    details: { issues: issues.map(({ path, message }) => ({ path, message })) },
  });
}

const SKIPPABLE = new Set(['open']);
/** Skipped and half-answered ones too: who skips a question that holds up the build must get out again. */
const LEFT = new Set(['open', 'skipped', 'partial']);

/** "You decide" or "skip" typed in chat stands for every open question that got no answer of its own. */
export function answerOpenQuestions(
  content: BlueprintContent,
  given: readonly ResolvedAnswer[],
  how: 'decide' | 'skip',
): readonly ResolvedAnswer[] {
  const answered = new Set(given.map((answer) => answer.question.id));
  return content.questions
    .filter(
      (question) => (how === 'skip' ? SKIPPABLE : LEFT).has(question.status) && !answered.has(question.id),
    )
    .map((question) =>
      resolve(
        { questionId: question.id, ...(how === 'skip' ? { skip: true } : { delegate: true }) },
        question,
      ),
    );
}
