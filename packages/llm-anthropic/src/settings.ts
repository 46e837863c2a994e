import {
  type Clock,
  createRedactor,
  type Logger,
  OrchardError,
  Secret,
  silentLogger,
  systemClock,
} from '@orchard-studio/core';

/** What `createAnthropicModel` is made with. */
export interface AnthropicModelOptions {
  /** A key of the Claude Console. */
  readonly apiKey: string | Secret;
  /** The vendor's name of a model, such as `claude-opus-5-5`. */
  readonly model: string;
  /** Where the interface is, without `/v1`. Default: `https://api.anthropic.com`. */
  readonly baseURL?: string | undefined;
  /** How often a request is tried again before its first event. Default: 2. */
  readonly maxRetries?: number | undefined;
  /** The longest wait for a next try that the vendor may ask for, in milliseconds. Default: 10,000. */
  readonly maxRetryWaitMs?: number | undefined;
  /** The longest silence of the vendor, in milliseconds. Its pings break it. Default: 60,000. */
  readonly silenceMs?: number | undefined;
  /** Inputs of tools keep to their schemas. `false` for models that cannot do it. Default: true. */
  readonly strictTools?: boolean | undefined;
  /**
   * Inputs of tools come as they are made, not value by value. Other endpoints refuse a request that asks for it.
   * Default: true at the vendor's own address, false elsewhere.
   */
  readonly eagerInputStreaming?: boolean | undefined;
  /** Gets tries and failures, never what was said. Default: none. */
  readonly logger?: Logger | undefined;
  readonly clock?: Clock | undefined;
  /** Makes the requests. It must honour the `signal` it is given. Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** Checked options, with all defaults. */
export interface Settings {
  readonly apiKey: Secret;
  readonly model: string;
  readonly baseURL: string;
  readonly maxRetries: number;
  readonly maxRetryWaitMs: number;
  readonly silenceMs: number;
  readonly strictTools: boolean;
  readonly eagerInputStreaming: boolean;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch | undefined;
  /** A text without the key. */
  readonly redact: (text: string) => string;
}

const VENDOR_URL = 'https://api.anthropic.com';
/** The longest time a timer of JavaScript holds. */
const MAX_TIMER_MS = 2 ** 31 - 1;

function invalid(message: string): OrchardError {
  return new OrchardError('CONFIG_INVALID', message);
}

function keyOf(apiKey: string | Secret): Secret {
  const key = typeof apiKey === 'string' ? apiKey : apiKey.reveal();
  // A header that cannot hold the key would be refused with a message that shows it.
  if (!/^[\x21-\x7e]+$/.test(key))
    throw invalid('`apiKey` is empty, or has a space or a line break in it. Pass the key alone.');
  return new Secret(key);
}

function urlOf(baseURL: string): string {
  const url = URL.parse(baseURL);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username + url.password !== '')
    throw invalid('`baseURL` must be an http or https address without a user name or a password.');
  return baseURL;
}

function wholeNumber(name: string, value: number, [least, most]: readonly [number, number]): number {
  if (!Number.isInteger(value) || value < least || value > most)
    throw invalid(`\`${name}\` must be a whole number from ${least} to ${most}.`);
  return value;
}

/** @throws CONFIG_INVALID for an option that cannot be used; the message names it. */
export function settingsOf(options: AnthropicModelOptions): Settings {
  const { model, maxRetries = 2, maxRetryWaitMs = 10_000, silenceMs = 60_000 } = options;
  if (model.trim() === '') throw invalid('`model` is empty. Pass the vendor’s name of a model.');
  const apiKey = keyOf(options.apiKey);
  const baseURL = urlOf(options.baseURL ?? VENDOR_URL);
  const { redact } = createRedactor([apiKey.reveal()]);
  return {
    apiKey,
    model,
    baseURL,
    maxRetries: wholeNumber('maxRetries', maxRetries, [0, 100]),
    maxRetryWaitMs: wholeNumber('maxRetryWaitMs', maxRetryWaitMs, [0, MAX_TIMER_MS]),
    silenceMs: wholeNumber('silenceMs', silenceMs, [1, MAX_TIMER_MS]),
    strictTools: options.strictTools ?? true,
    eagerInputStreaming: options.eagerInputStreaming ?? new URL(baseURL).origin === VENDOR_URL,
    logger: options.logger ?? silentLogger,
    clock: options.clock ?? systemClock,
    fetch: options.fetch,
    redact,
  };
}
