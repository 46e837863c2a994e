import type { OperationEvent } from '@orchard-studio/core';
import { printable, type Terminal } from './terminal.ts';

const MARKS = {
  queued: ['dim', '·'],
  in_progress: ['cyan', '▶'],
  waiting: ['yellow', '…'],
  retrying: ['yellow', '↻'],
  complete: ['green', '✓'],
  failed: ['red', '✗'],
  skipped: ['dim', '○'],
  cancelled: ['yellow', '■'],
} as const;

/** Prints one event of an operation as a line; events that say nothing new print nothing. */
export function showEvent(terminal: Terminal, event: OperationEvent): void {
  const message = event.message === undefined ? '' : printable(event.message).replaceAll('\n', ' ');
  if (event.type === 'log') {
    terminal.line(terminal.style('dim', `    ${event.step ?? ''} │ ${message}`));
  } else if (event.type === 'step' && event.status !== undefined && event.status !== 'queued') {
    const [style, mark] = MARKS[event.status];
    const attempt = (event.attempt ?? 1) > 1 ? ` (attempt ${event.attempt})` : '';
    const text = message === '' || message === event.step ? '' : `  ${terminal.style('dim', message)}`;
    terminal.line(`${terminal.style(style, mark)} ${event.step ?? ''}${attempt}${text}`);
  } else if (event.type === 'cancel' || (event.type === 'error' && event.step === undefined)) {
    terminal.line(terminal.style(event.type === 'error' ? 'red' : 'yellow', message));
  }
}
