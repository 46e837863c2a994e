import {
  type BlueprintChange,
  type BlueprintContent,
  blueprintChangeSchema,
  isJsonObject,
  type JsonValue,
  toOrchardError,
} from '@orchard-studio/core';
import { z } from 'zod';
import type { ProposedChange } from '../proposer.ts';
import type { ChangeLog } from './change-log.ts';
import { touchesWords } from './protection.ts';
import { type Evidence, honest, isHonestOrigin, isTelling, trueSources } from './provenance.ts';

type Cause = Parameters<ChangeLog['apply']>[2];

const proposedChangeSchema = blueprintChangeSchema.extend({ quote: z.string().max(4_000).optional() });

/** More changes than this in one turn are refused: a runaway proposer must not fill the log. */
const MAX_CHANGES = 3_000;
const EDITABLE = /^\/(?:feature|summary|sections|decisions|conflicts|assumptions)(?:\/|$)/;
/** Questions nobody has answered yet may be worded anew when what they ask about has changed. */
const WORDABLE = new Set(['queued', 'open', 'skipped']);
const WITHDRAWN = new Set(['withdrawn', 'obsolete', 'deferred']);

export interface Refusal {
  readonly path: string;
  readonly message: string;
}

/** A question as a proposer may hand it in: never open or answered; the engine's agenda opens it. */
function queued(value: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(value) ? { ...value, status: 'queued', answer: null } : value;
}

function isLocked(content: BlueprintContent, path: string): boolean {
  let node: JsonValue | undefined = content;
  for (const segment of path.split('/').slice(1)) {
    if (Array.isArray(node)) {
      const items: readonly JsonValue[] = node;
      node = items.find((item) => isJsonObject(item) && item.id === segment);
    } else {
      node = isJsonObject(node) ? node[segment] : undefined;
    }
    if (isJsonObject(node) && node.locked === true) return true;
  }
  return false;
}

function refusedQuestion(content: BlueprintContent, change: BlueprintChange): string | null {
  if (change.op === 'status' || (change.op === 'set' && change.path.endsWith('/status'))) {
    const isKnown = typeof change.value === 'string' && WITHDRAWN.has(change.value);
    return isKnown ? null : 'only a person answers a question';
  }
  if (change.op === 'set' && /^\/questions\/[^/]+\/(?:text|stake)$/.test(change.path)) {
    const question = content.questions.find((each) => change.path.startsWith(`/questions/${each.id}/`));
    return question !== undefined && question.answer === null && WORDABLE.has(question.status)
      ? null
      : 'a question that was answered keeps its words';
  }
  if (change.op !== 'add' || change.path !== '/questions') return 'a question can be added or withdrawn only';
  const topic = isJsonObject(change.value) ? change.value.topic : undefined;
  return content.questions.some((question) => question.topic === topic)
    ? 'this has been asked already'
    : null;
}

function refusedAssumption(content: BlueprintContent, change: BlueprintChange): string | null {
  if (change.op === 'add') {
    return isJsonObject(change.value) && change.value.status === 'open' ? null : 'a new assumption is open';
  }
  const [, , id] = change.path.split('/');
  if (content.assumptions.some((each) => each.id === id && each.status !== 'open')) return 'it is settled';
  const word = change.op === 'status' || change.path.endsWith('/status') ? change.value : 'open';
  return word === 'overturned' || word === 'open' ? null : 'only a person confirms an assumption';
}

export interface Acceptance {
  readonly evidence: Evidence;
  readonly cause: Cause;
  /**
   * What the user said in this turn, when the proposer must show the words that ask it to change what they said before. A
   * model must; rules of ours need not.
   */
  readonly said?: readonly string[] | undefined;
}

/** Whether the change leaves alone what the user said, or rests on their words. */
function isAsked(
  content: BlueprintContent,
  { quote = '', ...change }: ProposedChange,
  { said }: Acceptance,
): boolean {
  if (said === undefined || !touchesWords(content, change)) return true;
  return isTelling(quote) && said.some((text) => text.includes(quote));
}

/** Whether an origin that is set on its own is a true one. */
function isTrueOrigin(
  { op, path, value = null, quote = '' }: ProposedChange,
  acceptance: Acceptance,
): boolean {
  if (acceptance.said === undefined || op !== 'set' || !path.endsWith('/origin')) return true;
  return isHonestOrigin(value, quote, [...acceptance.evidence.messages.values(), ...acceptance.said]);
}

/** Why code refuses a change whatever its shape, null when it may be tried. */
function refusal(content: BlueprintContent, change: ProposedChange, acceptance: Acceptance): string | null {
  if (!isAsked(content, change, acceptance)) return 'the user said it, and did not ask to change it';
  if (!isTrueOrigin(change, acceptance)) return 'the user did not say this';
  if (isLocked(content, change.path)) return 'the item is locked';
  if (change.path === '/questions' || change.path.startsWith('/questions/'))
    return refusedQuestion(content, change);
  if (!EDITABLE.test(change.path)) return 'a proposer may not change this';
  if (change.path.startsWith('/assumptions')) return refusedAssumption(content, change);
  if (change.path.endsWith('/coverage') || change.path.endsWith('/locked')) return 'code decides this';
  return null;
}

function prepared(change: ProposedChange, evidence: Evidence): ProposedChange {
  const value = change.path === '/questions' ? queued(change.value) : change.value;
  if (value === undefined) return change;
  const isSources = change.path.endsWith('/sources');
  return { ...change, value: isSources ? trueSources(value, evidence) : honest(value, evidence) };
}

/**
 * Applies what is acceptable of a proposal and says what was refused.
 * All at once when everything fits; else one by one, so that one bad change does not cost the good ones.
 */
export function acceptChanges(
  log: ChangeLog,
  changes: readonly ProposedChange[],
  acceptance: Acceptance,
): readonly Refusal[] {
  const refused: Refusal[] = [];
  const tried: ProposedChange[] = [];
  for (const change of changes.slice(0, MAX_CHANGES)) {
    const parsed = proposedChangeSchema.safeParse(change);
    const why = parsed.success ? refusal(log.content, parsed.data, acceptance) : 'it is not a change';
    if (parsed.success && why === null) tried.push(prepared(parsed.data, acceptance.evidence));
    else refused.push({ path: String(change?.path ?? '').slice(0, 200), message: why ?? '' });
  }
  if (changes.length > MAX_CHANGES)
    refused.push({ path: '', message: 'more changes than one turn may make' });
  try {
    log.apply(tried.map(withoutQuote), 'architect', acceptance.cause);
    return refused;
  } catch {
    return [...refused, ...salvage(log, tried, acceptance)];
  }
}

const withoutQuote = ({ quote: _, ...change }: ProposedChange): BlueprintChange => change;

function salvage(
  log: ChangeLog,
  changes: readonly ProposedChange[],
  acceptance: Acceptance,
): readonly Refusal[] {
  const refused: Refusal[] = [];
  for (const change of changes) {
    try {
      const why = refusal(log.content, change, acceptance);
      if (why === null) log.apply([withoutQuote(change)], 'architect', acceptance.cause);
      else refused.push({ path: change.path, message: why });
    } catch (error) {
      refused.push({ path: change.path, message: toOrchardError(error).message });
    }
  }
  return refused;
}
