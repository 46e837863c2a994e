import { OrchardError, parseOrThrow, projectIdSchema } from '@orchard-studio/core';

const BRANCH = /^[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,198}[A-Za-z0-9_-])?$/;
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Stricter than git: nothing that reads as an option, a revision expression, a shell word or another ref. */
function isBranch(name: string): boolean {
  if (!BRANCH.test(name) || name === 'HEAD') return false;
  return name
    .split('/')
    .every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock') && !part.includes('..'));
}

/** @throws INVALID_INPUT */
export function checkBranch(name: string): string {
  if (isBranch(name)) return name;
  throw new OrchardError(
    'INVALID_INPUT',
    `"${name.slice(0, 80)}" is not a branch name this workspace accepts.`,
  );
}

/** A full object name. Anything else (a branch, `HEAD~1`) is not looked up. */
export const isCommitName = (name: string): boolean => COMMIT.test(name);

/** The folder name of a project's repository. @throws INVALID_INPUT */
export function repositoryName(projectId: string): string {
  return `${parseOrThrow(projectIdSchema, projectId, 'The project id')}.git`;
}
