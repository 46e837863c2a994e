import { isOrchardError, OrchardError } from '@orchard-studio/core';

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

/** Whether an error says that there is no such file. */
export const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

/** Whether an error says that there is such a file already. */
export const isTaken = (error: unknown): boolean => codeOf(error) === 'EEXIST';

/** What callers get to see of an error of the file system. */
export function unavailable(directory: string, error: unknown): OrchardError {
  if (isOrchardError(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new OrchardError(
    'STORAGE_UNAVAILABLE',
    `Blobs in ${directory} cannot be read or written: ${reason}`,
    {
      cause: error,
    },
  );
}
