import { CommanderError } from 'commander';

const CODE = 'orchard.wrongUsage';

/** Ends the command with a message and exit code 2: what was typed is wrong, nothing has been done. */
export function wrongUsage(message: string): never {
  throw new CommanderError(2, CODE, message);
}

export const isWrongUsage = (error: unknown): error is CommanderError =>
  error instanceof CommanderError && error.code === CODE;
