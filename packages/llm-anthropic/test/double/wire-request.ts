import type { IncomingHttpHeaders } from 'node:http';
import { isJsonObject, type JsonObject, type JsonValue, type ModelRequest } from '@orchard-studio/core';

type Shape = Readonly<Record<string, (value: JsonValue) => boolean>>;
type Message = ModelRequest['messages'][number];

const MEDIA_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;

/** @throws as the vendor does: for what a request must not be */
function refuse(reason: string): never {
  throw new Error(`The vendor does not take this: ${reason}.`);
}

const isText = (value: JsonValue): value is string => typeof value === 'string';

function objectOf(value: JsonValue | undefined, where: string): JsonObject {
  return value !== undefined && isJsonObject(value) ? value : refuse(`${where} is no object`);
}

function textOf(value: JsonValue | undefined, where: string): string {
  return value !== undefined && isText(value) ? value : refuse(`${where} is no text`);
}

function listOf(value: JsonValue | undefined, where: string): readonly JsonValue[] {
  return Array.isArray(value) && value.length > 0 ? value : refuse(`${where} is no list, or an empty one`);
}

/** The vendor refuses fields it does not know. */
function check(value: JsonValue | undefined, where: string, needed: Shape, optional: Shape = {}): JsonObject {
  const object = objectOf(value, where);
  for (const name of Object.keys(needed)) if (!(name in object)) refuse(`${where}.${name} is missing`);
  for (const [name, inner] of Object.entries(object)) {
    const fits = needed[name] ?? optional[name] ?? refuse(`${where}.${name} is not known`);
    if (!fits(inner)) refuse(`${where}.${name} is ${JSON.stringify(inner).slice(0, 80)}`);
  }
  return object;
}

const is =
  (...values: readonly JsonValue[]) =>
  (value: JsonValue): boolean =>
    values.includes(value);
const isAny = (): boolean => true;
const isSaid = (value: JsonValue): boolean => isText(value) && value.trim() !== '';
const isEphemeral = (value: JsonValue): boolean => JSON.stringify(value) === '{"type":"ephemeral"}';
const TEXT: Shape = { type: is('text'), text: isSaid };
const MARK: Shape = { cache_control: isEphemeral };

function partOf(value: JsonValue, where: string, role: JsonValue | undefined): Message['content'][number] {
  if (objectOf(value, where).type !== 'image' || role === 'assistant')
    return { type: 'text', text: textOf(check(value, where, TEXT, MARK).text, where) };
  const { source } = check(value, where, { type: is('image'), source: isAny });
  const fits = { type: is('base64'), media_type: is(...MEDIA_TYPES), data: isSaid };
  const { media_type, data } = check(source, `${where}.source`, fits);
  const mediaType = MEDIA_TYPES.find((one) => one === media_type) ?? refuse(`${where} is no picture`);
  const bytes = Buffer.from(textOf(data, where), 'base64');
  if (bytes.toString('base64') !== data) refuse(`${where} is no base64`);
  return { type: 'image', mediaType, data: new Uint8Array(bytes) };
}

function messageOf(value: JsonValue, at: number): Message {
  const where = `messages.${at}`;
  const { role, content } = check(value, where, { role: is('user', 'assistant'), content: isAny });
  const parts = listOf(content, where).map((part, index) => partOf(part, `${where}.${index}`, role));
  if (role === 'user') return { role, content: parts };
  return { role: 'assistant', content: parts.flatMap((part) => (part.type === 'text' ? [part] : [])) };
}

function toolOf(value: JsonValue, at: number): ModelRequest['tools'][number] {
  const where = `tools.${at}`;
  const name = (text: JsonValue): boolean => isText(text) && /^[a-zA-Z0-9_-]{1,64}$/.test(text);
  const tool = check(
    value,
    where,
    { name, description: isText, input_schema: isAny },
    { ...MARK, strict: is(true), eager_input_streaming: is(true) },
  );
  const inputSchema = objectOf(tool.input_schema, where);
  if (inputSchema.type !== 'object') refuse(`${where}.input_schema must be an object`);
  if (tool.strict === true && inputSchema.additionalProperties !== false) refuse(`${where} must be closed`);
  return { name: textOf(tool.name, where), description: textOf(tool.description, where), inputSchema };
}

/** A request in the words of the port. @throws when the vendor would refuse it */
export function requestOf(body: JsonValue): Omit<ModelRequest, 'signal'> {
  const limit = (value: JsonValue): boolean => Number.isInteger(value) && Number(value) > 0;
  const { system, messages, tools, tool_choice, max_tokens } = check(
    body,
    'body',
    { model: isSaid, max_tokens: limit, messages: isAny, stream: is(true) },
    { system: isAny, tools: isAny, tool_choice: isAny },
  );
  if (tool_choice !== undefined && tools === undefined) refuse('tool_choice without tools');
  const choice = tool_choice && check(tool_choice, 'tool_choice', { type: is('auto', 'any') });
  const said = listOf(messages, 'messages').map(messageOf);
  if (said[0]?.role !== 'user' || said.at(-1)?.role !== 'user') refuse('the user must be first and last');
  return {
    system: (system === undefined ? [] : listOf(system, 'system'))
      .map((block, at) => textOf(check(block, `system.${at}`, TEXT, MARK).text, `system.${at}`))
      .join(''),
    messages: said,
    tools: tools === undefined ? [] : listOf(tools, 'tools').map(toolOf),
    toolChoice: choice && choice.type === 'any' ? 'required' : 'auto',
    maxOutputTokens: Number(max_tokens),
  };
}

/** @throws when a header is missing or wrong */
export function checkHeaders(headers: IncomingHttpHeaders, key: string): void {
  const expected = {
    authorization: `Bearer ${key}`,
    'anthropic-version': '2026-10-21',
    'content-type': 'application/json',
    accept: 'application/json',
  };
  for (const [name, value] of Object.entries(expected))
    if (headers[name] !== value) refuse(`the header ${name} is ${String(headers[name])}`);
  if ('anthropic-beta' in headers) refuse('a beta that nobody asked for');
}
