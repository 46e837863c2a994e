import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OrchardError } from '@orchard-studio/core';
import { networkEnvironment } from '@orchard-studio/executor-scaffold';
import type { LocalOptions, RequestHandler } from '@orchard-studio/local';
import { languageModelFrom } from './language-model.ts';

/** What `orchard.config.ts` exports. The file is the one place that reads the environment. */
export interface OrchardCliConfig extends Omit<LocalOptions, 'ui'> {
  /** Makes the handler of the studio; called once, when the server starts. */
  readonly ui?: () => Promise<RequestHandler>;
}

/** Types a configuration. */
export function defineConfig(config: OrchardCliConfig): OrchardCliConfig {
  return config;
}

const DEFAULT_FILE = 'orchard.config.ts';

function isConfig(value: unknown): value is OrchardCliConfig {
  return typeof value === 'object' && value !== null && 'home' in value && typeof value.home === 'string';
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * Loads a configuration file; without one, the defaults with PORT and ORCHARD_HOME.
 *
 * @throws CONFIG_INVALID
 */
export async function loadConfig(
  file: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<OrchardCliConfig> {
  const path = resolve(file ?? DEFAULT_FILE);
  if (!(await exists(path))) {
    if (file !== undefined)
      throw new OrchardError('CONFIG_INVALID', `There is no configuration file ${path}.`);
    return {
      home: env.ORCHARD_HOME ?? '.orchard',
      port: parsePort(env.PORT),
      buildEnvironment: networkEnvironment(env),
      ...modelOf(env),
    };
  }
  let loaded: { readonly default?: unknown };
  try {
    loaded = await import(pathToFileURL(path).href);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OrchardError('CONFIG_INVALID', `The configuration ${path} cannot be loaded: ${reason}`, {
      cause: error,
    });
  }
  if (!isConfig(loaded.default)) {
    throw new OrchardError(
      'CONFIG_INVALID',
      `The configuration ${path} must export defineConfig({ home: … }) by default.`,
    );
  }
  return loaded.default;
}

/** The model an environment asks for, as an option. @throws CONFIG_INVALID */
export function modelOf(
  env: Readonly<Record<string, string | undefined>>,
): Pick<OrchardCliConfig, 'languageModel'> {
  const languageModel = languageModelFrom(env);
  return languageModel === undefined ? {} : { languageModel };
}

/** A port number from text; 3000 when there is none. @throws CONFIG_INVALID */
export function parsePort(text: string | undefined): number {
  if (text === undefined || text === '') return 3_000;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new OrchardError('CONFIG_INVALID', `PORT must be a number from 0 to 65535, not "${text}".`);
}
