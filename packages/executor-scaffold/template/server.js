import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createApplication } from './app/application.js';
import { readConfig } from './app/config.js';
import { Store } from './app/data/store.js';
import { log } from './app/log.js';
import { loadModel } from './app/model.js';

const GRACE_MS = 3_000;

const config = readConfig(process.env);
const model = loadModel();
mkdirSync(config.dataDirectory, { recursive: true });
const store = new Store(model, join(config.dataDirectory, 'app.db'));
const server = createServer(createApplication({ model, store, config }));

let stopping = false;

/** Answers what is under way, then ends. @param {string} reason */
function stop(reason) {
  if (stopping) return;
  stopping = true;
  log('info', 'stopping', { reason });
  server.close(() => {
    store.close();
    process.exit(0);
  });
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
}

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
  log('info', 'listening', { url: `http://${config.host}:${port}` });
});
