import { type Architect, createArchitect, type TurnResponse } from '@orchard-studio/architect';
import { createGuidedProposer } from '@orchard-studio/architect/guided';
import { type Blueprint, tenantIdSchema } from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';

const TENANT = tenantIdSchema.parse('example');
const MAX_ROUNDS = 10;

function openQuestions({ blueprint }: TurnResponse): Blueprint['questions'] {
  return blueprint.questions.filter(({ status }) => status === 'open');
}

/** Answers every open question with "you decide". */
function decide(architect: Architect, turn: TurnResponse): Promise<TurnResponse> {
  return architect.send({
    tenantId: TENANT,
    projectId: null,
    blueprintId: turn.blueprint.id,
    answers: openQuestions(turn).map(({ id }) => ({ questionId: id, delegate: true })),
    by: 'you',
  });
}

/**
 * Tells the guided Architect what is wanted, and leaves every question to it until the plan may be built.
 *
 * @param say is told what is asked, and what became of it
 * @throws Error when the plan is still not ready after ten rounds
 */
export async function interview(message: string, say: (line: string) => void): Promise<Blueprint> {
  const architect = createArchitect({
    store: createMemoryStorage().blueprints,
    proposer: createGuidedProposer(),
  });
  let turn = await architect.send({ tenantId: TENANT, projectId: null, message, by: 'you' });
  for (let round = 0; !turn.readiness.ready && round < MAX_ROUNDS; round += 1) {
    for (const { text } of openQuestions(turn)) say(`${text} – You decide.`);
    turn = await decide(architect, turn);
  }
  if (!turn.readiness.ready)
    throw new Error(
      `Not ready to build: ${turn.readiness.blockers.map(({ message: text }) => text).join(' ')}`,
    );
  for (const { assumption, status } of turn.blueprint.assumptions)
    if (status === 'open') say(`Assumed: ${assumption}`);
  return turn.blueprint;
}
