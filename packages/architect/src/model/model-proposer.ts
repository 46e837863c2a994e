import {
  type LanguageModel,
  type Logger,
  type ModelMessage,
  type ModelRequest,
  type ModelUsage,
  silentLogger,
  type TurnId,
} from '@orchard-studio/core';
import type { Proposal, Proposer, ProposerInput } from '../proposer.ts';
import { ARCHITECT_PROMPT } from './architect-prompt.ts';
import { DraftChanges } from './draft-changes.ts';
import { modelRequest, sentenceHandles } from './model-request.ts';
import { askModel, type ModelTurn } from './model-turn.ts';
import { WordsOfUser } from './words-of-user.ts';

/** Tokens of one request of a turn; a turn has two at most. */
export interface RequestUsage extends ModelUsage {
  readonly turnId: TurnId;
  /** The model that answered, as its vendor names it. */
  readonly model: string;
  /** `repair` when it was asked to correct what it had handed in. */
  readonly purpose: 'answer' | 'repair';
}

export interface ModelProposerOptions {
  readonly model: LanguageModel;
  /** Answers when the model cannot: the guided proposer. Without it the turn fails, and keeps the message. */
  readonly fallback?: Proposer;
  /** Who the model is, in Markdown. Default: the text of `prompts/architect.md`. */
  readonly persona?: string;
  /** What the host tells the model about itself: its users, its defaults. Default: nothing. */
  readonly hostContext?: string;
  /** Default: 16,000. */
  readonly maxOutputTokens?: number;
  readonly onUsage?: (usage: RequestUsage) => void;
  readonly logger?: Logger;
}

const NO_WORDS = 'I changed the plan; you see it beside this chat.';
const REFUSED =
  'The model would not answer this. Your words are kept; say it in another way, or edit the plan.';
const BROKE_OFF =
  'I was cut off while I wrote this. What was complete is in the plan; ask me to go on if something is missing.';
const MAX_FAULTS = 20;

/**
 * An Architect with a model: the model words and proposes, code decides. What it hands in is taken item by item as it
 * arrives; faults are quoted to it once; what is whole is kept, whatever else goes wrong. When the model cannot be reached the
 * fallback answers, and says so.
 *
 * @example
 * const proposer = createModelProposer({ model: createAnthropicModel({ apiKey }), fallback: createGuidedProposer() });
 * const architect = createArchitect({ store, proposer });
 */
export function createModelProposer(options: ModelProposerOptions): Proposer {
  return { mode: 'model', propose: (input) => new ProposedTurn(options, input).propose() };
}

class ProposedTurn {
  readonly #options: ModelProposerOptions;
  readonly #input: ProposerInput;
  readonly #changes: DraftChanges;

  constructor(options: ModelProposerOptions, input: ProposerInput) {
    this.#options = options;
    this.#input = input;
    const sentences = sentenceHandles(input.turn.claims);
    this.#changes = new DraftChanges({
      content: input.blueprint,
      ids: input.ids,
      words: new WordsOfUser(input),
      sentences: new Map([...sentences].map(([handle, { id }]) => [handle, id])),
    });
  }

  async propose(): Promise<Proposal> {
    const { persona = ARCHITECT_PROMPT, hostContext = '', maxOutputTokens = 16_000 } = this.#options;
    const request = modelRequest(this.#input, this.#changes.handles, {
      persona,
      hostContext,
      maxOutputTokens,
    });
    const first = await this.#ask(request, 'answer');
    const isSilent = first.text.trim() === '' && this.#changes.changes.length === 0;
    if (first.error !== undefined && isSilent) return this.#instead(first.error);
    const repair = this.#faultsOf(first);
    const second =
      repair === undefined ? undefined : await this.#ask(repaired(request, first, repair), 'repair');
    this.#changes.settle();
    return {
      reply: this.#reply(first, second),
      changes: this.#changes.changes,
      claims: this.#changes.outcomes,
      ...spent([first, second]),
      refused: this.#changes.refusals.map(({ at, handle, message }) => ({
        path: `${at} ${handle}`.trim(),
        message,
      })),
    };
  }

  async #ask(request: ModelRequest, purpose: RequestUsage['purpose']): Promise<ModelTurn> {
    const { model, onUsage, logger = silentLogger } = this.#options;
    const { emit, turn } = this.#input;
    const asked = await askModel(model, request, {
      changes: this.#changes,
      // A repair is between the model and us.
      onText: (delta) => (purpose === 'answer' ? emit?.({ type: 'text', delta }) : undefined),
    });
    if (asked.usage !== undefined)
      onUsage?.({ turnId: turn.id, model: asked.model, purpose, ...asked.usage });
    if (asked.error !== undefined)
      logger.warn(
        { turnId: turn.id, code: asked.error.code, reason: asked.error.message, purpose },
        'The model broke off, or was not reached.',
      );
    return asked;
  }

  async #instead(error: Error): Promise<Proposal> {
    const { fallback } = this.#options;
    if (fallback === undefined) throw error;
    const proposal = await fallback.propose(this.#input);
    const why = 'The model cannot be reached right now, so this answer is from the guided interviewer.';
    return { ...proposal, reply: `${why} ${proposal.reply}`, mode: fallback.mode };
  }

  /** What the model must correct, in words for it; undefined when nothing. */
  #faultsOf({ called, draft, error, finish }: ModelTurn): string | undefined {
    if (error !== undefined || finish === 'refusal') return undefined;
    this.#changes.settle();
    const faults = this.#changes
      .takeRefusals()
      .map(({ at, handle, message }) => `- ${at} ${handle}: ${message}`);
    if (draft.status === 'broken')
      faults.unshift(`- ${draft.message} Everything before was taken: send only what is missing.`);
    const isOwing = this.#input.turn.claims.some(({ command }) => command === null);
    if (!called && isOwing) faults.push('- change_plan was not called.');
    return faults.length === 0 ? undefined : faults.slice(0, MAX_FAULTS).join('\n');
  }

  #reply(first: ModelTurn, second: ModelTurn | undefined): string {
    const text = first.text.trim();
    if (first.finish === 'refusal') return text === '' ? REFUSED : text;
    const isBroken = first.error !== undefined || (first.draft.status === 'broken' && !isWhole(second));
    const said = text === '' ? (second?.text.trim() ?? '') : text;
    return [said === '' && !isBroken ? NO_WORDS : said, ...(isBroken ? [BROKE_OFF] : [])]
      .filter(Boolean)
      .join('\n\n');
  }
}

/** Who answered, and what both requests used. */
function spent(turns: readonly (ModelTurn | undefined)[]): Pick<Proposal, 'model' | 'usage'> {
  const asked = turns.filter((turn) => turn !== undefined);
  const sum = (key: keyof ModelUsage): number =>
    asked.reduce((all, { usage }) => all + (usage?.[key] ?? 0), 0);
  const [first] = asked;
  return {
    ...(first === undefined ? {} : { model: first.model }),
    usage: {
      inputTokens: sum('inputTokens'),
      outputTokens: sum('outputTokens'),
      cacheReadTokens: sum('cacheReadTokens'),
      cacheWriteTokens: sum('cacheWriteTokens'),
    },
  };
}

const isWhole = (turn: ModelTurn | undefined): boolean =>
  turn !== undefined && turn.error === undefined && turn.called && turn.draft.status === 'whole';

/** The same request once more, with what was wrong. The faulty input is not sent back: it may be as long as the answer. */
function repaired(request: ModelRequest, { text }: ModelTurn, faults: string): ModelRequest {
  const answer: ModelMessage[] =
    text.trim() === '' ? [] : [{ role: 'assistant', content: [{ type: 'text', text }] }];
  const words = `Your change_plan had these faults:\n${faults}\n\nCall change_plan again with the corrected items only. Say nothing else.`;
  return {
    ...request,
    toolChoice: 'required',
    messages: [...request.messages, ...answer, { role: 'user', content: [{ type: 'text', text: words }] }],
  };
}
