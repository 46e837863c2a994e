import {
  applyChanges,
  type BlueprintContent,
  canonicalJson,
  type IdGenerator,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '@orchard-studio/core';
import { valueAt } from '../engine/paths.ts';
import type { ProposedChange } from '../proposer.ts';
import { DraftProblem, type ItemValues, pathsOf } from './draft-values.ts';
import { Handles } from './handles.ts';
import type { DraftItem } from './plan-draft.ts';
import type { WordsOfUser } from './words-of-user.ts';

export interface PlanWriterOptions {
  readonly content: BlueprintContent;
  readonly ids: IdGenerator;
  readonly words: WordsOfUser;
}

const CONFIDENCE = { low: 0.3, medium: 0.6, high: 0.8 } as const;
const STATED = 0.9;
const INFERRED = 0.6;
/** Sources that an item keeps. */
const MOST_SOURCES = 20;

/** Writes items into a plan as changes of it: new ones, and what is new about those that are there. */
export class PlanWriter {
  readonly #options: PlanWriterOptions;
  readonly #changes: ProposedChange[] = [];
  readonly handles: Handles;
  #content: BlueprintContent;

  constructor(options: PlanWriterOptions) {
    this.#options = options;
    this.#content = options.content;
    this.handles = new Handles(options.content);
  }

  /** All changes so far, in order. */
  get changes(): readonly ProposedChange[] {
    return this.#changes;
  }

  /** Sets a value of its own, as the feature's name. */
  set(path: string, value: string): void {
    if (valueAt(this.#content, path) !== value) this.#apply([{ op: 'set', path, value }]);
  }

  /** @throws DraftProblem, BLUEPRINT_OPERATION_INVALID; then nothing was written */
  put({ handle, from }: { readonly handle: string; readonly from: string }, item: ItemValues): void {
    const path = this.handles.pathOf(handle);
    if (path === undefined) this.#add({ handle, from }, item);
    else if (path.startsWith(`${item.path}/`)) this.#change(path, item.values, from);
    else throw new DraftProblem(`"${handle}" is another kind of item, or stands elsewhere. Use a new name.`);
  }

  remove({ handle, from }: DraftItem<'removals'>): void {
    const path = this.handles.pathOf(handle);
    if (path === undefined || valueAt(this.#content, path) === undefined)
      throw new DraftProblem(`There is no item "${handle}".`);
    this.#apply([{ op: 'remove', path, ...quoted(this.#options.words.find(from)?.source.quote) }]);
  }

  assume({ handle, assumption, about, confidence }: DraftItem<'assumptions'>): void {
    const values = { assumption, targets: pathsOf(about, this.handles, 20) };
    const born = { confidence: CONFIDENCE[confidence], status: 'open' };
    this.#note(handle, { path: '/assumptions', kind: 'assumption', values, born });
  }

  object({ handle, description, about }: DraftItem<'conflicts'>): void {
    const values = { description, targets: pathsOf(about, this.handles, 20) };
    this.#note(handle, {
      path: '/conflicts',
      kind: 'conflict',
      values,
      born: { status: 'open', resolution: '' },
    });
  }

  /** Asks what was not asked before; words a question anew that nobody has answered. */
  ask({ handle, about, after, options, text, stake, ...asked }: DraftItem<'questions'>): void {
    const recommended = Math.max(
      0,
      options.findIndex((option) => option.recommended),
    );
    const born = {
      ...{ ...asked, status: 'queued', answer: null },
      targets: pathsOf(about, this.handles, 3),
      dependsOn: after.flatMap((name) => this.handles.idOf(name) ?? []),
      options: options.map(({ label, consequence }, at) => ({
        ...{ id: this.#options.ids.next('option'), label, consequence, recommended: at === recommended },
      })),
    };
    this.#note(handle, { path: '/questions', kind: 'question', values: { text, stake }, born });
  }

  #apply(changes: readonly ProposedChange[]): void {
    if (changes.length === 0) return;
    const plain = changes.map(({ quote: _, ...change }) => change);
    this.#content = applyChanges(this.#content, plain).content;
    this.#changes.push(...changes);
  }

  #add({ handle, from }: { readonly handle: string; readonly from: string }, item: ItemValues): void {
    const said = this.#options.words.find(from);
    const origin = {
      ...{ status: 'proposed', origin: said?.origin ?? 'inferred', locked: false },
      sources: said === undefined ? [] : [{ ...said.source }],
      confidence: said === undefined ? INFERRED : STATED,
    };
    this.#insert(handle, { ...item, born: { ...origin, ...item.born } }, said?.source.quote);
  }

  /** Something that stands in the plan without an origin. */
  #note(handle: string, item: ItemValues): void {
    const path = this.handles.pathOf(handle);
    if (path === undefined) this.#insert(handle, item);
    else this.#change(path, item.values, '');
  }

  #insert(handle: string, { path, kind, values, born }: ItemValues, quote?: string): void {
    const id = this.#options.ids.next(kind);
    this.#apply([{ op: 'add', path, value: { id, ...born, ...values }, ...quoted(quote) }]);
    if (handle.trim() !== '') this.handles.name(handle, id, `${path}/${id}`);
  }

  #change(path: string, values: JsonObject, from: string): void {
    const now = valueAt(this.#content, path);
    if (!isJsonObject(now)) throw new DraftProblem('It is not in the plan any more.');
    const said = this.#options.words.find(from);
    const quote = quoted(said?.source.quote);
    const set = (key: string, value: JsonValue): ProposedChange => ({
      ...{ op: 'set', path: `${path}/${key}`, value },
      ...quote,
    });
    const changed = Object.entries(values).filter(([key, value]) => !same(now[key], value));
    const sources: readonly JsonValue[] = Array.isArray(now.sources) ? now.sources : [];
    const isSaid = said !== undefined && !sources.some((source) => same(source, { ...said.source }));
    const origin = isSaid
      ? [set('sources', [...sources, { ...said.source }].slice(-MOST_SOURCES)), set('origin', said.origin)]
      : [];
    this.#apply([...changed.map(([key, value]) => set(key, value)), ...origin]);
  }
}

const same = (a: JsonValue | undefined, b: JsonValue): boolean =>
  a !== undefined && canonicalJson(a) === canonicalJson(b);

const quoted = (quote: string | undefined): { readonly quote?: string } =>
  quote === undefined ? {} : { quote };
