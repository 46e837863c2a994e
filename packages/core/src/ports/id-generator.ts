import { ID_PREFIXES, type IdKind, randomIdBody } from '../ids.ts';

/** Makes ids, injected so that tests are deterministic. */
export interface IdGenerator {
  /** A new id with the prefix of its kind. */
  next(kind: IdKind): string;
}

export const randomIds: IdGenerator = { next: (kind) => `${ID_PREFIXES[kind]}_${randomIdBody()}` };
