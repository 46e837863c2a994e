import type { BlueprintContent, Readiness } from '@orchard-studio/core';
import type { ChatCommand } from '../proposer.ts';
import type { Refusal } from './accept.ts';

const NUMBERS = ['no', 'one', 'two', 'three'];
const APPROVE = 'I never build from a chat message: approval is one press of “Approve and build”.';

export interface ClosingFacts {
  readonly content: BlueprintContent;
  readonly readiness: Readiness;
  readonly commands: readonly ChatCommand[];
  readonly refused: readonly Refusal[];
}

function asked(open: number): string {
  if (open === 1) return 'There is one question below; answer it, skip it, or leave it to me.';
  return `There are ${NUMBERS[open] ?? open} questions below; answer them, skip them, or leave them to me.`;
}

function missing({ blockers }: Readiness): string {
  const [first] = blockers;
  const more = blockers.length > 1 ? ` (and ${blockers.length - 1} more)` : '';
  return first === undefined ? '' : `Still in the way of a build: ${first.message} ${first.fix}${more}`;
}

/** What the reply must say whoever worded it: refusals, the approval rule, readiness, open questions. */
export function closing({ content, readiness, commands, refused }: ClosingFacts): string {
  const open = content.questions.filter((question) => question.status === 'open').length;
  const lines: string[] = [];
  if (refused.length > 0) {
    lines.push(
      `${refused.length === 1 ? 'One proposed change' : `${refused.length} proposed changes`} did not fit the plan and ${refused.length === 1 ? 'was' : 'were'} left out; everything else stands.`,
    );
  }
  if (commands.includes('instruction'))
    lines.push(
      'I did not follow the instruction in your message: approval is a press of a button by a person, and nothing typed here can replace it.',
    );
  if (commands.includes('build')) lines.push(APPROVE);
  if (readiness.ready)
    lines.push(
      'The plan is ready to build. Look it through, then press “Approve and build”, or say “ask me more”.',
    );
  else if (open === 0 || commands.includes('build')) lines.push(missing(readiness));
  if (open > 0) lines.push(asked(open));
  return lines.filter((line) => line !== '').join(' ');
}
