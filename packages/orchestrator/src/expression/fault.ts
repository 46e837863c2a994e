import { OrchardError } from '@orchard-studio/core';

const MAX_SHOWN = 120;
const MAX_MESSAGE = 300;

const shortened = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;

/** Ends with a full stop unless it has an end already. */
export const sentence = (text: string): string => (/[.?!…]$/.test(text) ? text : `${text}.`);

/** An error of an expression. Long sources and messages are cut: both may hold values of unknown size. */
export function expressionError(source: string, message: string, cause?: unknown): OrchardError {
  const text = `Expression "${shortened(source, MAX_SHOWN)}": ${shortened(message, MAX_MESSAGE)}`;
  return new OrchardError('EXPRESSION_INVALID', sentence(text), cause === undefined ? {} : { cause });
}

/** What a thrown value says. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
