import { isOrchardError } from '@orchard-studio/core';
import { printable, type Terminal } from './terminal.ts';

/** One clear line on standard error; the stack only with DEBUG. */
export function showError(terminal: Terminal, error: unknown, debug: boolean): void {
  const message = error instanceof Error ? error.message : String(error);
  const code = isOrchardError(error) ? ` (${error.code})` : '';
  terminal.error(`${terminal.style('red', '✗')} ${printable(message)}${code}`);
  if (debug && error instanceof Error) terminal.error(String(error.stack));
}
