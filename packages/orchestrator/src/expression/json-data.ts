import { data } from '@actions/expressions';
import { isJsonObject, type JsonObject, type JsonValue } from '@orchard-studio/core';

/**
 * A JSON object as the library's dictionary: converted one value at a time, when asked for. Unlike the library's own
 * it keeps keys that differ in case only, and keys such as `constructor`.
 */
class JsonDictionary extends data.Dictionary {
  readonly source: JsonObject;

  constructor(source: JsonObject) {
    super();
    this.source = source;
  }

  /** The key as written first; else one that differs in case only, as in GitHub Actions. */
  override get(key: string): data.ExpressionData | undefined {
    const found = Object.hasOwn(this.source, key) ? key : this.#anyCase(key.toLowerCase());
    const value = found === undefined ? undefined : this.source[found];
    return value === undefined ? undefined : toData(value);
  }

  override values(): data.ExpressionData[] {
    return Object.values(this.source).map(toData);
  }

  override pairs(): { key: string; value: data.ExpressionData }[] {
    return Object.entries(this.source).map(([key, value]) => ({ key, value: toData(value) }));
  }

  #anyCase(lower: string): string | undefined {
    return Object.keys(this.source).find((key) => key.toLowerCase() === lower);
  }
}

/** A JSON list as the library's array; its elements are converted when they are asked for. */
class JsonArray extends data.Array {
  readonly source: readonly JsonValue[];
  #converted: data.ExpressionData[] | undefined;

  constructor(source: readonly JsonValue[]) {
    super();
    this.source = source;
  }

  override get(index: number): data.ExpressionData {
    return toData(this.source[index] ?? null);
  }

  override values(): data.ExpressionData[] {
    this.#converted ??= this.source.map(toData);
    return this.#converted;
  }
}

/** JSON as the library's data. Costs the same however large the value is. */
export function toData(value: JsonValue): data.ExpressionData {
  if (value === null) return new data.Null();
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  return isJsonObject(value) ? new JsonDictionary(value) : new JsonArray(value);
}

/**
 * The library's data as JSON. What came from JSON unchanged is handed back as it was.
 *
 * @throws Error for a number that JSON cannot hold.
 */
export function toJson(value: data.ExpressionData): JsonValue {
  if (value instanceof JsonDictionary || value instanceof JsonArray) return value.source;
  if (value instanceof data.Array) return value.values().map(toJson);
  if (value instanceof data.Dictionary)
    return Object.fromEntries(value.pairs().map((pair) => [pair.key, toJson(pair.value)]));
  if (value instanceof data.NumberData) {
    if (!Number.isFinite(value.value))
      throw new Error(`the result ${value.value} is not a number JSON can hold`);
    return value.value;
  }
  return value instanceof data.Null ? null : value.value;
}
