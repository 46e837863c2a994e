import type { Anthropic, ClientOptions } from '@anthropic-ai/sdk';
import type { Settings } from './settings.ts';

type Module = typeof import('@anthropic-ai/sdk');

/** The vendor's SDK: a client, and the module its error classes are in. */
export interface Sdk {
  readonly client: Anthropic;
  readonly module: Module;
}

/** The SDK's lines about tries. Their further arguments hold what was said, and are left out. */
function lines({ logger, redact }: Settings): NonNullable<ClientOptions['logger']> {
  const line = (message: string): void => logger.debug({ adapter: 'anthropic' }, redact(message));
  return { error: line, warn: line, info: line, debug: () => {} };
}

/**
 * The SDK reads the environment for every option that is left out, so none is. The headers of ANTHROPIC_CUSTOM_HEADERS
 * it takes whatever it is given; only its own field lets go of them again.
 */
function withoutEnvironment(client: Anthropic): Anthropic {
  const taken: unknown = Reflect.get(client, '_options');
  if (typeof taken === 'object' && taken !== null) Reflect.deleteProperty(taken, 'defaultHeaders');
  return client;
}

/** Loads the SDK, which is large, and makes a client that reads nothing but these settings. */
export async function loadSdk(settings: Settings): Promise<Sdk> {
  const module = await import('@anthropic-ai/sdk');
  const client = new module.Anthropic({
    apiKey: settings.apiKey.reveal(),
    authToken: null,
    webhookKey: null,
    baseURL: settings.baseURL,
    maxRetries: settings.maxRetries,
    timeout: settings.silenceMs,
    openTelemetry: false,
    logLevel: 'info',
    logger: lines(settings),
    fetch: settings.fetch,
  });
  return { client: withoutEnvironment(client), module };
}
