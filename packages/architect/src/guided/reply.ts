import type { BlueprintContent } from '@orchard-studio/core';
import type { ClaimOutcome, ProposerInput } from '../proposer.ts';
import { changeSentence, count, describe, short, somebody } from './changes-in-words.ts';
import { USER } from './lexicon/people.ts';
import { capitalise, listing } from './text/inflect.ts';

const MAX_LISTED = 5;
const MAX_MISSED = 3;

/** How the reason of a sentence that was read in part begins. */
export const NOT_UNDERSTOOD = 'Not understood: ';

const HELP = [
  'Tell me in your own words what you want to build, and I write the plan: what it keeps track of, who uses it, how it looks.',
  'For example: “A recipe box with ingredients and ratings”.',
  'Later you can say things like “add a priority: low, medium, high”, “rename task to todo”, “remove the due date” or “tasks belong to a project”.',
].join(' ');
const INVITATION = 'Tell me in a sentence what you want to build: who uses it and what it keeps track of.';
const BARE = 'I cannot tell what that answers.';

function firstSentence(after: BlueprintContent): string {
  const { dataModel, intent, apiEndpoints, uiComponents } = after.sections;
  const things = dataModel.entities;
  const actors = intent.actors
    .filter((actor) => actor.name !== USER)
    .map((actor) => short(actor.name.toLowerCase(), 30));
  return [
    `${after.feature === '' ? '' : `${short(after.feature)}: `}I understood ${count(things.length, 'thing')} to keep track of: ${things
      .slice(0, MAX_LISTED)
      .map((entity) => describe(entity, things))
      .join('; ')}${things.length > MAX_LISTED ? ' and more' : ''}.`,
    ...(actors.length === 0 ? [] : [`It is used by ${listing(actors.map(somebody))}.`]),
    `From that I drafted ${count(uiComponents.components.length, 'screen')} and ${count(apiEndpoints.endpoints.length, 'API endpoint')}.`,
  ].join(' ');
}

function assumedSentence(before: BlueprintContent, after: BlueprintContent): string {
  const known = new Set(before.assumptions.map((each) => each.id));
  const fresh = after.assumptions.filter((each) => each.status === 'open' && !known.has(each.id));
  const [first] = fresh;
  if (first === undefined) return '';
  const more =
    fresh.length > 1
      ? ` The other ${fresh.length - 1 === 1 ? 'one is' : `${fresh.length - 1} are`} listed in the plan, under Assumptions.`
      : '';
  return `I made ${count(fresh.length, 'assumption')}, for example: ${short(first.assumption, 140)}${more}`;
}

/** An answer to what was said to the Architect and not about the product. */
function courtesySentence({ turn }: ProposerInput, isEmpty: boolean): string {
  if (turn.claims.some((claim) => claim.command === null)) return '';
  if (turn.commands.includes('help')) return HELP;
  if (turn.commands.includes('bare'))
    return isEmpty ? `${BARE} ${INVITATION}` : `${BARE} Use the cards below, or say it in a sentence.`;
  if (!turn.commands.includes('courtesy')) return '';
  if (/thank|thx/i.test(turn.message)) return 'You are welcome.';
  return isEmpty ? `Hello! ${INVITATION}` : 'Hello! Say what should change, or answer the questions.';
}

function answerSentence({ turn }: ProposerInput): string {
  const chosen = turn.answers.filter((answer) => answer.kind === 'chosen').length;
  const delegated = turn.answers.filter((answer) => answer.kind === 'delegated').length;
  const skipped = turn.answers.length - chosen - delegated;
  const parts = [
    ...(chosen > 0 ? [`noted ${count(chosen, 'answer')}`] : []),
    ...(delegated > 0 ? [`decided ${count(delegated, 'question')} for you`] : []),
    ...(skipped > 0 ? [`left ${count(skipped, 'question')} open`] : []),
  ];
  return parts.length === 0 ? '' : `${capitalise(`I ${listing(parts)}`)}.`;
}

function parkedSentence(outcomes: readonly ClaimOutcome[], isEnglish: boolean): string {
  const missed = outcomes.flatMap(({ reason }) =>
    reason.startsWith(NOT_UNDERSTOOD) ? [reason.slice(NOT_UNDERSTOOD.length, -1)] : [],
  );
  const parked = outcomes.filter(
    ({ outcome, reason }) => outcome === 'parked' && !reason.startsWith(NOT_UNDERSTOOD),
  ).length;
  const inPart =
    missed.length === 0
      ? ''
      : `I did not understand ${listing(missed.slice(0, MAX_MISSED))}${missed.length > MAX_MISSED ? ' and more' : ''}: say it in other words if it matters.`;
  return [inPart, unplaced(parked, isEnglish)].filter((sentence) => sentence !== '').join(' ');
}

function unplaced(parked: number, isEnglish: boolean): string {
  if (parked === 0) return '';
  if (!isEnglish)
    return 'I read English sentences only, so I kept your words as they are; the questions below work in any language.';
  return parked === 1
    ? 'One sentence I could not place; it stands in the plan under “Not understood yet”.'
    : `${parked} sentences I could not place; they stand in the plan under “Not understood yet”.`;
}

export interface ReplyFacts {
  readonly input: ProposerInput;
  readonly before: BlueprintContent;
  readonly after: BlueprintContent;
  readonly outcomes: readonly ClaimOutcome[];
  readonly isEnglish: boolean;
}

/** What was understood, changed and assumed, in a few plain sentences that say which mode this is. */
export function wordReply({ input, before, after, outcomes, isEnglish }: ReplyFacts): string {
  const things = after.sections.dataModel.entities.length;
  const isFirst = before.sections.dataModel.entities.length === 0 && things > 0;
  const conflicts =
    after.conflicts.filter((each) => each.status === 'open').length -
    before.conflicts.filter((each) => each.status === 'open').length;
  const understood = [
    courtesySentence(input, things === 0),
    answerSentence(input),
    isFirst ? firstSentence(after) : changeSentence(before, after),
    conflicts > 0 ? 'That contradicts what stands, so I changed nothing and ask you which holds.' : '',
    isFirst || things > 0 ? assumedSentence(before, after) : '',
    parkedSentence(outcomes, isEnglish),
  ].filter((sentence) => sentence !== '');
  const isKnown = outcomes.some((each) => each.outcome === 'landed');
  const idle = things === 0 ? INVITATION : isKnown ? 'That is in the plan already.' : 'Noted.';
  const body = understood.length > 0 || input.turn.commands.length > 0 ? understood : [idle];
  const mode = input.history.length === 0 ? 'I work in guided mode: by rules, without a language model.' : '';
  return [...body, mode].filter((sentence) => sentence !== '').join(' ');
}
