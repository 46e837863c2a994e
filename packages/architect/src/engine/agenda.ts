import type { BlueprintChange, BlueprintContent, Question } from '@orchard-studio/core';
import { overlaps } from './paths.ts';

/** Questions a person sees at once. */
const MAX_OPEN = 3;
const LOOKS = '/sections/designSystem';
const WAITING = new Set(['queued', 'open', 'partial', 'skipped', 'deferred']);

const aboutLooks = (question: Question): boolean =>
  question.targets.some((target) => overlaps(target, LOOKS) && target !== '');

function isSettled(content: BlueprintContent, id: string): boolean {
  const question = content.questions.find((each) => each.id === id);
  return question === undefined || !WAITING.has(question.status);
}

/** Independent: neither waits for the other, and they do not settle the same leaf. */
function isIndependent(a: Question, b: Question): boolean {
  return (
    !a.dependsOn.includes(b.id) &&
    !b.dependsOn.includes(a.id) &&
    !a.targets.some((target) => b.targets.some((other) => overlaps(target, other)))
  );
}

/** Queued questions in the order they should be asked: blocking ones first, then as they were queued. */
function ranked(content: BlueprintContent): readonly Question[] {
  const waiting = content.questions.filter(
    (question) => question.status === 'queued' && question.dependsOn.every((id) => isSettled(content, id)),
  );
  return [
    ...waiting.filter((question) => question.blocking),
    ...waiting.filter((question) => !question.blocking),
  ];
}

/**
 * Opens queued questions until three stand open, mutually independent, one of them about looks
 * while the design is unsettled.
 *
 * @param wanted - false when nothing needs asking (the plan is ready and nobody asked for more).
 */
export function agendaChanges(content: BlueprintContent, wanted: boolean): readonly BlueprintChange[] {
  const open = content.questions.filter((question) => question.status === 'open');
  const chosen: Question[] = [];
  if (!wanted) return [];
  const candidates = ranked(content);
  const fits = (question: Question): boolean =>
    !chosen.includes(question) && [...open, ...chosen].every((other) => isIndependent(question, other));
  const room = (): number => MAX_OPEN - open.length - chosen.length;
  const looks = candidates.find(aboutLooks);
  const design = content.sections.designSystem.coverage;
  const needsLooks = design !== 'complete' && design !== 'not_applicable' && !open.some(aboutLooks);
  const reserved = needsLooks && looks !== undefined ? 1 : 0;
  for (const question of candidates) {
    if (room() <= reserved) break;
    if (question !== looks && fits(question)) chosen.push(question);
  }
  if (looks !== undefined && room() > 0 && fits(looks)) chosen.push(looks);
  return chosen.map((question) => ({ op: 'status', path: `/questions/${question.id}`, value: 'open' }));
}
