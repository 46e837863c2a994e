import type { ClientOptions, OpenAI as OpenAIClient } from 'openai';
import type { Connection } from './connection.ts';

const silent = (): void => {};

/** Every option that the SDK would otherwise read from the environment is given. */
function clientOptions(connection: Connection, fetchWatched: typeof fetch): ClientOptions {
  const { apiKey, headers } = connection;
  return {
    // The SDK insists on one; without a key the header is taken away below.
    apiKey: apiKey?.reveal() ?? 'none',
    adminAPIKey: null,
    organization: connection.organization,
    project: connection.project,
    webhookSecret: null,
    baseURL: connection.baseURL,
    logLevel: 'off',
    logger: { error: silent, warn: silent, info: silent, debug: silent },
    maxRetries: connection.maxRetries,
    timeout: connection.silenceMs,
    fetch: fetchWatched,
    defaultHeaders: {
      ...(apiKey === undefined ? { Authorization: null } : {}),
      ...Object.fromEntries(headers.map(([name, value]) => [name, value.reveal()])),
    },
  };
}

/** A client of the SDK, which is loaded with the first one: importing this package costs nothing. */
export async function createClient(
  connection: Connection,
  fetchWatched: typeof fetch,
): Promise<OpenAIClient> {
  const sdk = await import('openai');
  const options = clientOptions(connection, fetchWatched);
  /**
   * No option keeps the SDK from adding the headers of OPENAI_CUSTOM_HEADERS, so they are taken away again. The SDK puts
   * the name of the class into its User-Agent.
   */
  class OpenAI extends sdk.OpenAI {
    constructor() {
      super(options);
      this._options.defaultHeaders = options.defaultHeaders;
    }
  }
  return new OpenAI();
}
