import assert from 'node:assert/strict';
import type { JsonObject, JsonValue, ModelImage } from '@orchard-studio/core';
import type { RawRequest } from './http-double.ts';

/** The fields of an object that may have these fields, and only these. */
export function fields(
  value: unknown,
  required: readonly string[],
  optional: readonly string[] = [],
): JsonObject {
  assert(isObject(value), `An object was expected, not ${JSON.stringify(value)}.`);
  for (const key of required)
    assert(key in value, `${key} is missing in ${JSON.stringify(value).slice(0, 200)}.`);
  for (const key of Object.keys(value))
    assert(required.includes(key) || optional.includes(key), `There is no field ${key}.`);
  return value;
}

export function list(value: JsonValue | undefined): readonly JsonValue[] {
  assert(isList(value), `A list was expected, not ${JSON.stringify(value)}.`);
  return value;
}

export function text(value: JsonValue | undefined): string {
  assert(typeof value === 'string', `A string was expected, not ${JSON.stringify(value)}.`);
  return value;
}

export function object(value: JsonValue | undefined): JsonObject {
  assert(isObject(value), `An object was expected, not ${JSON.stringify(value)}.`);
  return value;
}

/** A whole number of at least 1. */
export function count(value: JsonValue | undefined): number {
  assert(typeof value === 'number' && Number.isInteger(value) && value > 0, 'A whole number was expected.');
  return value;
}

export function toolChoice(value: JsonValue | undefined, tools: number): 'auto' | 'required' {
  assert(tools > 0 || value === undefined, 'tool_choice is only allowed when tools are specified.');
  assert(value === undefined || value === 'auto' || value === 'required', 'tool_choice is wrong.');
  return value ?? 'auto';
}

/** What the vendors ask of a strict tool, at every level. */
export function checkStrict(schema: JsonObject): void {
  assert.equal(schema.additionalProperties, false, 'A strict schema is closed.');
  assert.deepEqual(schema.required, Object.keys(object(schema.properties)), 'A strict schema requires all.');
}

export function picture(url: string): ModelImage {
  const [, mediaType, data] = /^data:(image\/(?:png|jpeg|webp));base64,([A-Za-z0-9+/]+=*)$/.exec(url) ?? [];
  assert(
    mediaType === 'image/png' || mediaType === 'image/jpeg' || mediaType === 'image/webp',
    'No picture.',
  );
  return { type: 'image', mediaType, data: Uint8Array.from(Buffer.from(data ?? '', 'base64')) };
}

/** What every request has to have. */
export function checkRequest({ method, path, headers }: RawRequest, expectedPath: string): void {
  assert.equal(`${method} ${path}`, `POST ${expectedPath}`);
  assert.equal(headers['content-type'], 'application/json');
  assert.match(headers['user-agent'] ?? '', /^OpenAI\/JS /);
}

export const event = (name: string, data: JsonObject): string =>
  `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
export const data = (value: JsonValue): string => `data: ${JSON.stringify(value)}\n\n`;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: unknown): value is readonly JsonValue[] => Array.isArray(value);
