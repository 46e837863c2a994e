import { type BlueprintOperation, isJsonObject } from '@orchard-studio/core';

export type Change = 'new' | 'changed';

/** What the last turn did to a part of the plan, by the id or key of the part. */
export type Changes = ReadonlyMap<string, Change>;

const FIELDS_OF_INTERVIEW = ['questions', 'claims'];

/**
 * The parts an operation touches: what it adds is new; of what it edits, the innermost item and the one that holds it
 * have changed. Bookkeeping of the interview is left out: the chat shows it.
 */
export function changesOf(operations: readonly BlueprintOperation[]): Changes {
  const changes = new Map<string, Change>();
  const mark = (id: string, change: Change): void => {
    if (changes.get(id) !== 'new') changes.set(id, change);
  };
  for (const { op, path, value } of operations) {
    const segments = path.split('/').slice(1);
    const [section = ''] = segments;
    if (FIELDS_OF_INTERVIEW.includes(section)) continue;
    if (op === 'add' && isJsonObject(value) && typeof value.id === 'string') mark(value.id, 'new');
    for (const id of segments.filter((segment) => segment.includes('_'))) mark(id, 'changed');
    if (section !== 'sections') mark(section, 'changed');
    else mark(segments[1] ?? section, 'changed');
  }
  return changes;
}
