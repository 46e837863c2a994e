import type { Conflict } from '@orchard-studio/core';
import { applyFacts } from '../draft/apply-facts.ts';
import { sentenceOf } from '../draft/conflict.ts';
import type { Draft } from '../draft/draft.ts';
import { readSentence } from '../parse/read.ts';
import { tokenize } from '../text/tokens.ts';
import type { Given, Topic } from './topic.ts';

const PREFIX = 'conflict.';
const KEEP = 'Keep what stands';
const TAKE = 'Take the new statement';

/** Reads the new sentence again, this time to overrule what stands. */
function takeNew(draft: Draft, conflict: Conflict, given: Given): void {
  const text = sentenceOf(conflict.description);
  // Left to us, the answer has no source: the sentence itself has.
  const claim = draft.content.claims.find((each) => each.text.startsWith(text));
  const source = given.basis.sources[0] ?? claim?.source;
  const { facts } = readSentence(tokenize(text), { isNew: false, subject: null });
  if (source === undefined) return;
  for (const target of conflict.targets) dropNonGoal(draft, target);
  applyFacts(draft, facts, { claim: { id: conflict.id, text, source, command: null }, force: true });
}

/** What was ruled out before is wanted now. */
function dropNonGoal(draft: Draft, path: string): void {
  const { intent } = draft.content.sections;
  intent.nonGoals = intent.nonGoals.filter((goal) => path !== `/sections/intent/nonGoals/${goal.id}`);
}

/** Every contradiction becomes a question; nothing is resolved silently. */
export const conflictTopic: Topic = {
  owns: (topic) => topic.startsWith(PREFIX),
  ask: (draft) =>
    draft.content.conflicts
      .filter((conflict) => conflict.status === 'open')
      .map((conflict) => ({
        topic: `${PREFIX}${conflict.id}`,
        text: `${conflict.description} Which holds?`,
        stake: 'Both cannot be true, so I changed nothing yet.',
        kind: 'single',
        options: [
          {
            label: TAKE,
            consequence: `“${sentenceOf(conflict.description)}” replaces what stands.`.slice(0, 500),
            recommended: true,
          },
          { label: KEEP, consequence: 'The plan stays as it is.' },
        ],
        targets: [`/conflicts/${conflict.id}`],
        blocking: true,
      })),
  apply(draft, given) {
    const conflict = draft.content.conflicts.find((each) => given.question.topic === `${PREFIX}${each.id}`);
    const takes = given.labels.includes(TAKE) || /\b(?:new|take|replace|second|latter)\b/i.test(given.text);
    const keeps = given.labels.includes(KEEP) || /\b(?:keep|old|first|stay|former)\b/i.test(given.text);
    if (conflict === undefined || takes === keeps) return [];
    if (takes) takeNew(draft, conflict, given);
    Object.assign(conflict, { status: 'resolved', resolution: takes ? TAKE : KEEP });
    return [`/conflicts/${conflict.id}`];
  },
};
