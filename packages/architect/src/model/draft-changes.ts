import { isJsonObject, isOrchardError, type JsonValue } from '@orchard-studio/core';
import type { z } from 'zod';
import type { ClaimOutcome, ProposedChange } from '../proposer.ts';
import { BUILD, DraftProblem, type ItemList } from './draft-values.ts';
import type { Handles } from './handles.ts';
import { DRAFT_LISTS, DRAFT_VALUES, type DraftItem, type DraftList } from './plan-draft.ts';
import { PlanWriter, type PlanWriterOptions } from './plan-writer.ts';

/** What could not be taken, in words for the model. */
export interface DraftRefusal {
  /** The list, or the value. */
  readonly at: string;
  readonly handle: string;
  readonly message: string;
}

export interface DraftChangesOptions extends PlanWriterOptions {
  /** Ids of the sentences of this turn by their handles: `S1`. */
  readonly sentences: ReadonlyMap<string, string>;
}

interface Piece {
  /** The list, or the value. */
  readonly at: string;
  readonly raw: JsonValue;
}

const PATHS = {
  feature: '/feature',
  summary: '/summary',
  style: '/sections/designSystem/style',
  density: '/sections/designSystem/density',
} as const;

/**
 * Makes changes of the plan of what a model hands in, one item after the other, as each is complete. An item that refers to
 * one that is not there yet waits for it; what cannot be taken is told, and costs nothing else.
 */
export class DraftChanges {
  readonly #sentences: ReadonlyMap<string, string>;
  readonly #writer: PlanWriter;
  readonly #outcomes: ClaimOutcome[] = [];
  readonly #refusals: DraftRefusal[] = [];
  #waiting: Piece[] = [];

  constructor(options: DraftChangesOptions) {
    this.#sentences = options.sentences;
    this.#writer = new PlanWriter(options);
  }

  /** Short names of the items of the plan. */
  get handles(): Handles {
    return this.#writer.handles;
  }

  get changes(): readonly ProposedChange[] {
    return this.#writer.changes;
  }

  get outcomes(): readonly ClaimOutcome[] {
    return this.#outcomes;
  }

  get refusals(): readonly DraftRefusal[] {
    return this.#refusals;
  }

  /** Takes one complete value of the draft: an item of a list, or a value of its own. */
  take(at: string, raw: JsonValue): void {
    const piece = { at, raw };
    if (this.#problemOf(piece) !== undefined) this.#waiting.push(piece);
  }

  /** Takes what waited for something that came later. What still waits in vain becomes a refusal. */
  settle(): void {
    let before = Number.POSITIVE_INFINITY;
    while (this.#waiting.length > 0 && this.#waiting.length < before) {
      before = this.#waiting.length;
      this.#waiting = this.#waiting.filter((piece) => this.#problemOf(piece) !== undefined);
    }
    for (const piece of this.#waiting) this.#refuse(piece);
    this.#waiting = [];
  }

  /** The refusals, which count no more: the model is asked to correct them. */
  takeRefusals(): readonly DraftRefusal[] {
    return this.#refusals.splice(0);
  }

  #refuse(piece: Piece): void {
    const { at, raw } = piece;
    const message = this.#problemOf(piece);
    if (message === undefined) return;
    const handle = isJsonObject(raw) && typeof raw.handle === 'string' ? raw.handle.slice(0, 80) : '';
    this.#refusals.push({ at: at.slice(0, 80), handle, message: message.slice(0, 500) });
  }

  /** Takes the piece, or says why it cannot be taken; then nothing was changed. */
  #problemOf({ at, raw }: Piece): string | undefined {
    try {
      if (isValueName(at)) this.#takeValue(at, raw);
      else if (isListName(at)) this.#takeItem(at, raw);
      else return 'There is no such list.';
      return undefined;
    } catch (error) {
      if (error instanceof DraftProblem || isOrchardError(error)) return error.message;
      throw error;
    }
  }

  #takeValue(at: keyof typeof DRAFT_VALUES, raw: JsonValue): void {
    const value = parsed(DRAFT_VALUES[at], raw);
    if (value !== '' && value !== 'unset') this.#writer.set(PATHS[at], value);
  }

  #takeItem(list: DraftList, raw: JsonValue): void {
    const writer = this.#writer;
    if (list === 'sentences') this.#takeSentence(parsed(DRAFT_LISTS.sentences, raw));
    else if (list === 'removals') writer.remove(parsed(DRAFT_LISTS.removals, raw));
    else if (list === 'assumptions') writer.assume(parsed(DRAFT_LISTS.assumptions, raw));
    else if (list === 'conflicts') writer.object(parsed(DRAFT_LISTS.conflicts, raw));
    else if (list === 'questions') writer.ask(parsed(DRAFT_LISTS.questions, raw));
    else this.#put(list, raw);
  }

  #put<List extends ItemList>(list: List, raw: JsonValue): void {
    const item = parsed(DRAFT_LISTS[list], raw);
    this.#writer.put(item, BUILD[list](item, this.#writer.handles));
  }

  #takeSentence({ handle, outcome, landedAt, reason }: DraftItem<'sentences'>): void {
    const claimId = this.#sentences.get(handle.trim().toUpperCase());
    if (claimId === undefined) throw new DraftProblem(`There is no sentence "${handle}".`);
    const paths = landedAt.map((one) => this.#writer.handles.pathOf(one) ?? unknown(one));
    this.#outcomes.push({ claimId, outcome, landedAt: paths, reason });
  }
}

function unknown(handle: string): never {
  throw new DraftProblem(`There is no item "${handle}".`);
}

const isListName = (name: string): name is DraftList => Object.hasOwn(DRAFT_LISTS, name);
const isValueName = (name: string): name is keyof typeof DRAFT_VALUES => Object.hasOwn(DRAFT_VALUES, name);

function parsed<Value>(schema: z.ZodType<Value>, raw: JsonValue): Value {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const at = issue?.path.join('.') ?? '';
  throw new DraftProblem(`${at === '' ? '' : `${at}: `}${issue?.message ?? 'It has the wrong shape.'}`);
}
