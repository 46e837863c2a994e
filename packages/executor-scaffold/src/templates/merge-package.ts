import { isJsonObject, type JsonObject, type JsonValue } from '@orchard-studio/core';

const bytesOf = (value: JsonObject): Uint8Array => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

function overlay(below: JsonValue | undefined, above: JsonValue): JsonValue {
  return isJsonObject(below) && isJsonObject(above) ? { ...below, ...above } : above;
}

/** What the text of a package.json says; undefined when it is no JSON object. */
function parsePackage(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Lays one package.json over another: dependencies, scripts and other objects by key, anything else as a whole.
 *
 * @returns undefined when one of them is not a JSON object.
 */
export function mergePackages(below: Uint8Array, above: Uint8Array): Uint8Array | undefined {
  const [low, high] = [parsePackage(below), parsePackage(above)];
  if (low === undefined || high === undefined) return undefined;
  const merged = Object.entries(high).map(([key, value]): [string, JsonValue] => [
    key,
    overlay(Object.hasOwn(low, key) ? low[key] : undefined, value),
  ]);
  return bytesOf({ ...low, ...Object.fromEntries(merged) });
}
