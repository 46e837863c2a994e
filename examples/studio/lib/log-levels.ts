import type { LogLevel } from '@orchard-studio/client/react';

/** How grave a line is. */
export const LEVEL_RANK: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** The choices of a log viewer. */
export const LEVELS = [
  { value: 'debug', label: 'Everything' },
  { value: 'info', label: 'Info and worse' },
  { value: 'warn', label: 'Warnings and worse' },
  { value: 'error', label: 'Errors' },
] as const;
