import { mkdir } from 'node:fs/promises';
import { openDatabase } from './data/open.js';

/**
 * @import { Config } from './config.js'
 */

/** The database where the app's data is kept; its folder is made. @param {Config} config */
export async function openKeptDatabase({ database, dataDirectory }) {
  if (database.url === undefined)
    await mkdir(dataDirectory, { recursive: true }).catch((error) => {
      throw new Error(`The folder of DATA_DIR cannot be made: ${error.message}`, { cause: error });
    });
  return openDatabase(database);
}
