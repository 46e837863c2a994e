import { createLocal } from '@orchard-studio/local';
import { loadConfig, parsePort } from '../config.ts';
import type { CommandContext } from './context.ts';
import { onStop } from './on-stop.ts';

export interface StartOptions {
  readonly config?: string;
  readonly port?: string;
  readonly home?: string;
}

/** `orchard start`: serves the studio and the API until it is stopped. */
export async function start(options: StartOptions, { terminal, env }: CommandContext): Promise<number> {
  const config = await loadConfig(options.config, env);
  const { ui: makeUi, ...rest } = config;
  const local = await createLocal({
    ...rest,
    ...(options.port === undefined ? {} : { port: parsePort(options.port) }),
    ...(options.home === undefined ? {} : { home: options.home }),
    ...(makeUi === undefined ? {} : { ui: await makeUi() }),
  });
  const stopped = onStop();
  try {
    const { url } = await local.listen();
    terminal.line(`${terminal.style('green', '●')} Orchard Studio ready on ${url}`);
    await stopped;
    terminal.line('Stopping…');
  } finally {
    await local.close();
  }
  return 0;
}
