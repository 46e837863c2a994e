import { ID_PREFIXES, type IdGenerator, type IdKind } from '@orchard-studio/core';

const BODY_LENGTH = 22;

/**
 * Ids that count up per kind, the same in every run, and valid for the model.
 *
 * @example createSequentialIds().next('project') // 'prj_0000000000000000000001'
 */
export function createSequentialIds(): IdGenerator {
  const counts = new Map<IdKind, number>();
  return {
    next: (kind) => {
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      return `${ID_PREFIXES[kind]}_${String(count).padStart(BODY_LENGTH, '0')}`;
    },
  };
}
