import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type OrchardError,
  type TreeInputView,
} from '@orchard-studio/core';

/** Texts by the name of the input they belong to. */
export type Texts = Readonly<Record<string, string>>;

/** A value as a person would type it. */
export const textOf = (value: JsonValue): string =>
  typeof value === 'string' ? value : JSON.stringify(value, null, 2);

/** What the field of an input holds before anybody typed: its default. */
export const draftOf = (input: TreeInputView): string =>
  input.default === null ? '' : textOf(input.default);

type Read = { readonly value: JsonValue | undefined } | { readonly wrong: string };

function readJson(draft: string): Read {
  try {
    return { value: JSON.parse(draft) };
  } catch (failure) {
    return { wrong: `Must be JSON. ${failure instanceof Error ? failure.message : ''}` };
  }
}

/** What a draft stands for; undefined leaves the input to its default. Whether it will do is the server's to say. */
function read(input: TreeInputView, draft: string): Read {
  if (draft === draftOf(input)) return { value: undefined };
  // To delete a text is to ask for the empty one; of the others nothing is left to send.
  if (input.type === 'string') return { value: draft };
  if (draft.trim() === '') return { value: undefined };
  if (input.type === 'json') return readJson(draft);
  if (input.type === 'boolean') return { value: draft === 'true' };
  if (input.type === 'choice') return { value: draft };
  const value = Number(draft);
  return Number.isFinite(value) ? { value } : { wrong: 'Must be a number, such as 3.' };
}

/** What to send for what was typed, and what cannot be sent as it is. */
export function inputsOf(
  declared: readonly TreeInputView[],
  drafts: Texts,
): { readonly inputs: JsonObject; readonly wrong: Texts } {
  const inputs: [string, JsonValue][] = [];
  const wrong: [string, string][] = [];
  for (const input of declared) {
    const result = read(input, drafts[input.name] ?? draftOf(input));
    if ('wrong' in result) wrong.push([input.name, result.wrong]);
    else if (result.value !== undefined) inputs.push([input.name, result.value]);
  }
  return { inputs: Object.fromEntries(inputs), wrong: Object.fromEntries(wrong) };
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? '' : '.'}`;

/** What the server has against inputs of the form, by their names; nothing when it is about something else. */
export function problemsOf(error: OrchardError, declared: readonly TreeInputView[]): Texts {
  const { issues } = error.details;
  const names = new Set(declared.map(({ name }) => name));
  const found = (Array.isArray(issues) ? issues : []).flatMap((issue): [string, string][] => {
    if (!isJsonObject(issue)) return [];
    const { path, message } = issue;
    if (typeof path !== 'string' || typeof message !== 'string' || !names.has(path)) return [];
    // At its field the name of the input says nothing new.
    return [[path, sentence(message.replace(`input "${path}" `, '').replace(/^needs the .*/, 'is needed'))]];
  });
  return Object.fromEntries(found);
}
