import {
  type Clock,
  createRedactor,
  OrchardError,
  type Redactor,
  Secret,
  systemClock,
} from '@orchard-studio/core';

/** How a vendor's server is reached: the options that both models share. */
export interface ConnectionOptions {
  /** What is asked for: the vendor's name of a model. */
  readonly model: string;
  /** Sent with every request. A value that must not be told is a `Secret`. */
  readonly defaultHeaders?: Readonly<Record<string, string | Secret>>;
  /** How often a request is tried again. Default: 2. */
  readonly maxRetries?: number;
  /** Longest time in which nothing comes, in milliseconds. Default: 240,000; Node's own `fetch` waits 300,000. */
  readonly silenceMs?: number;
  /** Instead of the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** Default: the real clock. */
  readonly clock?: Clock;
}

/** Where to send requests, checked and with its defaults. */
export interface Connection {
  readonly model: string;
  readonly baseURL: string;
  readonly apiKey: Secret | undefined;
  readonly organization: string | null;
  readonly project: string | null;
  readonly headers: readonly (readonly [name: string, value: Secret])[];
  readonly maxRetries: number;
  readonly silenceMs: number;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** Takes what must not be told out of a text. */
  readonly redactor: Redactor;
}

interface Endpoint extends ConnectionOptions {
  readonly baseURL: string;
  readonly apiKey?: string | Secret | undefined;
  readonly organization?: string | undefined;
  readonly project?: string | undefined;
}

const DEFAULT_SILENCE_MS = 240_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const invalid = (message: string): OrchardError => new OrchardError('CONFIG_INVALID', message);

const secretOf = (value: string | Secret): Secret => (typeof value === 'string' ? new Secret(value) : value);

/** The message of `fetch` for a value it cannot send contains the value, so such a value must not get that far. */
function checkSendable(what: string, secret: Secret): void {
  if (!/^[\x20-\x7e]+$/.test(secret.reveal()) || /^ | $/.test(secret.reveal()))
    throw invalid(
      `${what} cannot be sent in a header: it is empty, or has line breaks, spaces around it or special characters. Copy it again.`,
    );
}

function checkedUrl(baseURL: string): string {
  const url = URL.canParse(baseURL) ? new URL(baseURL) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    throw invalid('baseURL must be an address such as http://localhost:11434/v1.');
  // It is quoted in errors, so nothing secret may be part of it.
  if (url.username + url.password + url.search + url.hash !== '')
    throw invalid('baseURL must not contain a user, a password or a query. Pass the key as apiKey.');
  return baseURL;
}

function checkedNumber(what: string, value: number, least: number): number {
  if (!Number.isInteger(value) || value < least || value > LONGEST_TIMER_MS)
    throw invalid(`${what} must be a whole number of at least ${least}.`);
  return value;
}

/**
 * Checks the options once, so that a wrong one is told when the model is made and not in the first conversation.
 *
 * @throws CONFIG_INVALID
 */
export function connectionOf(options: Endpoint): Connection {
  const apiKey = options.apiKey === undefined ? undefined : secretOf(options.apiKey);
  if (apiKey !== undefined) checkSendable('apiKey', apiKey);
  const headers = Object.entries(options.defaultHeaders ?? {}).map(
    ([name, value]) => [name, secretOf(value)] as const,
  );
  for (const [name, value] of headers) checkSendable(`The header ${name}`, value);
  if (options.model.trim() === '') throw invalid('model must name a model of the vendor.');
  const told = Object.values(options.defaultHeaders ?? {}).filter((value) => typeof value !== 'string');
  return {
    model: options.model,
    baseURL: checkedUrl(options.baseURL),
    apiKey,
    organization: options.organization ?? null,
    project: options.project ?? null,
    headers,
    maxRetries: checkedNumber('maxRetries', options.maxRetries ?? 2, 0),
    silenceMs: checkedNumber('silenceMs', options.silenceMs ?? DEFAULT_SILENCE_MS, 1),
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    clock: options.clock ?? systemClock,
    redactor: createRedactor([...(apiKey === undefined ? [] : [apiKey]), ...told].map((one) => one.reveal())),
  };
}
