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

function isTrue(source: Source, evidence: Evidence): boolean {
  if (source.kind === 'message')
    return evidence.messages.get(source.id)?.includes(source.quote) === true && source.quote !== '';
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
