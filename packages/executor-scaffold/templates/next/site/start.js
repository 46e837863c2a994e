import { readConfig } from '../lib/config.js';
import { loadModel } from '../lib/load-model.js';
import { log } from '../lib/log.js';
import { openApplication } from '../lib/open-application.js';
import { hasApplication, keepApplication } from './application.js';

/** Opens the application, unless `server.js` has done so. A process that cannot serve ends. */
export async function openOnce() {
  if (hasApplication()) return;
  try {
    const config = readConfig(process.env);
    keepApplication(await openApplication({ model: loadModel(), config, log }));
  } catch (error) {
    log('error', 'stopped', { error: error instanceof Error ? error.message : String(error) });
    process.exit(1);
  }
}
