/** Structured logging; a pino logger fits as it is. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const nothing = (): void => {};

/** Drops everything. The default, since a library does not write where nobody asked it to. */
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
