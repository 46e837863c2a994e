import { isJsonObject, type JsonObject, type JsonValue, type Source } from '@orchard-studio/core';

/** What the user really said and picked, to check a proposer's claims of provenance against. */
export interface Evidence {
  /** Messages by turn id. */
  readonly messages: ReadonlyMap<string, string>;
  /** Ids of the questions the user answered with an option or a text. */
  readonly answers: ReadonlySet<string>;
}

function isSource(value: JsonValue): value is JsonObject & Source {
  return (
    isJsonObject(value) &&
    typeof value.kind === 'string' &&
    typeof value.id === 'string' &&
    typeof value.quote === 'string'
  );
}

/** Letters that make a quote one: "a" and "it" stand in every message. Scripts without spaces say more with fewer. */
const WORDS =
  /[\p{L}\p{N}].*[\p{L}\p{N}].*[\p{L}\p{N}]|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/su;

/** Whether a text can be what somebody said, and not just letters that they used. */
export const isTelling = (quote: string): boolean => WORDS.test(quote);

function isTrue(source: Source, evidence: Evidence): boolean {
  if (source.kind === 'message')
    return evidence.messages.get(source.id)?.includes(source.quote) === true && isTelling(source.quote);
  if (source.kind === 'answer') return evidence.answers.has(source.id);
  return false;
}

function honestOrigin(origin: JsonValue, sources: readonly Source[]): JsonValue {
  if (origin === 'user_stated') return sources.length > 0 ? origin : 'inferred';
  if (origin === 'user_selected')
    return sources.some((source) => source.kind === 'answer') ? origin : 'inferred';
  return origin === 'user_confirmed' || origin === 'reference' ? 'inferred' : origin;
}

/**
 * The value with honest provenance: sources that quote nothing the user said are dropped, and an item that
 * claims the user as its origin without such a source becomes `inferred`. A proposer can never lock an item.
 */
export function honest(value: JsonValue, evidence: Evidence): JsonValue {
  if (Array.isArray(value)) {
    const items: readonly JsonValue[] = value;
    return items.map((item) => honest(item, evidence));
  }
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, honest(inner, evidence)] as const);
  const copy: JsonObject = Object.fromEntries(entries);
  const { origin, sources } = copy;
  if (origin === undefined || !Array.isArray(sources)) return copy;
  const list: readonly JsonValue[] = sources;
  const kept = list.filter(isSource).filter((source) => isTrue(source, evidence));
  return { ...copy, origin: honestOrigin(origin, kept), sources: kept, locked: false };
}

/** Sources on their own: those that quote what the user said. */
export function trueSources(value: JsonValue, evidence: Evidence): JsonValue {
  if (!Array.isArray(value)) return value;
  const sources: readonly JsonValue[] = value;
  return sources.filter(isSource).filter((source) => isTrue(source, evidence));
}

/** Whether an origin on its own may be set: one that names the user needs words of theirs. */
export function isHonestOrigin(origin: JsonValue, quote: string, texts: Iterable<string>): boolean {
  if (typeof origin !== 'string' || !origin.startsWith('user_')) return origin !== 'reference';
  return origin !== 'user_confirmed' && isTelling(quote) && [...texts].some((text) => text.includes(quote));
}
