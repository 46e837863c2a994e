import {
  type BlueprintChange,
  type BlueprintContent,
  isJsonObject,
  type JsonValue,
} from '@orchard-studio/core';
import { valueAt } from './paths.ts';

/** Values of an item that say where it comes from: they are held against what was said, wherever they are set. */
const PROVENANCE = /\/(?:sources|confidence)$/;

const isOfUser = (value: JsonValue | undefined): boolean =>
  isJsonObject(value) && typeof value.origin === 'string' && value.origin.startsWith('user_');

/** Whether something in the value was said or picked by the user. */
function holdsWords(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) {
    const items: readonly JsonValue[] = value;
    return items.some(holdsWords);
  }
  return isJsonObject(value) && (isOfUser(value) || Object.values(value).some(holdsWords));
}

/** The item that the path is, or lies in. */
function itemAround(content: BlueprintContent, path: string): JsonValue | undefined {
  for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const value = valueAt(content, at);
    if (isJsonObject(value) && value.origin !== undefined) return value;
  }
  return undefined;
}

/**
 * Whether a change takes away or rewrites something that the user said or picked. Only words of this turn may do that: a
 * model forgets, tidies up, and changes its mind.
 */
export function touchesWords(content: BlueprintContent, change: BlueprintChange): boolean {
  if (change.op === 'add' || change.op === 'move' || PROVENANCE.test(change.path)) return false;
  const now = valueAt(content, change.path);
  if (change.op === 'remove') return holdsWords(now);
  if (change.path.endsWith('/origin'))
    return isOfUser(itemAround(content, change.path)) && !String(change.value).startsWith('user_');
  return isOfUser(itemAround(content, change.path)) || holdsWords(now);
}
