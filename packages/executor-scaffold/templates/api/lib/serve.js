import { createListener } from '../listener.js';
import { readConfig } from './config.js';
import { createAppServer } from './http/server.js';
import { loadModel } from './load-model.js';
import { log } from './log.js';
import { openApplication } from './open-application.js';

const GRACE_MS = 3_000;

/**
 * @import { Server } from 'node:http'
 * @import { Application } from './application.js'
 */

/** Answers what is under way, then ends. @param {Server} server @param {Application} application */
function stopper(server, application) {
  let stopping = false;
  return (/** @type {string} */ reason) => {
    if (stopping) return;
    stopping = true;
    log('info', 'stopping', { reason });
    server.close(async () => {
      await application.parts.db.close();
      process.exit(0);
    });
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
  };
}

/** Serves the app until it is told to end. @param {Readonly<Record<string, string | undefined>>} env */
export async function serve(env) {
  const config = readConfig(env);
  const application = await openApplication({ model: loadModel(), config, log });
  const server = createAppServer(await createListener(application));
  const stop = stopper(server, application);
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  // Started with a channel to a parent: when the parent is gone, nobody would ever stop this process.
  process.on('disconnect', () => stop('parent gone'));
  server.on('error', (error) => {
    log('error', 'cannot listen', { error: error.message });
    process.exit(1);
  });
  server.listen(config.port, config.host, () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : config.port;
    const host = config.host.includes(':') ? `[${config.host}]` : config.host;
    log('info', 'listening', { url: `http://${host}:${port}` });
  });
}
