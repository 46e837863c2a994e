import { OrchardError } from '@orchard-studio/core';
import { sentence } from '../expression/fault.ts';

/** Something in a tree file that must be corrected. */
export interface Problem {
  /** What is wrong, and often what to write instead. A full sentence. */
  readonly message: string;
  /** 1 for the first. */
  readonly line: number;
  /** 1 for the first, in UTF-16 units. */
  readonly column: number;
}

/** Most problems that are reported of one file. */
export const MAX_PROBLEMS = 100;

/** The error for a problem: `file:line:column: message`. */
export function problemError(file: string, { message, line, column }: Problem): OrchardError {
  return new OrchardError('TREE_INVALID', `${file}:${line}:${column}: ${sentence(message)}`, {
    details: { file, line, column },
  });
}
