import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { openDatabase } from './data/open.js';

/**
 * @import { Config } from './config.js'
 * @import { Database } from './types.d.ts'
 */

/** @param {unknown} error */
const codeOf = (error) => (error instanceof Error && 'code' in error ? error.code : undefined);

/** Makes a folder and those above it. What Node has for this never ends where nothing can be made, as in /proc. @param {string} folder */
async function makeFolder(folder) {
  try {
    await mkdir(folder);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (codeOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder);
  }
}

/** @param {string} path */
async function mustBeWritable(path) {
  await access(path, constants.W_OK).catch((error) => {
    // The database is made later.
    if (codeOf(error) === 'ENOENT') return;
    throw new Error(
      `${path} cannot be written to: ${error.message}. Let whoever runs the app write there, or set DATA_DIR to another folder.`,
      { cause: error },
    );
  });
}

/** The database where the app's data is kept; its folder is made. @param {Config} config @returns {Promise<Database>} */
export async function openKeptDatabase({ database, dataDirectory }) {
  if (database.url === undefined) {
    await makeFolder(resolve(dataDirectory)).catch((error) => {
      throw new Error(`The folder of DATA_DIR cannot be made: ${error.message}`, { cause: error });
    });
    for (const path of [dataDirectory, database.file]) await mustBeWritable(path);
  }
  return openDatabase(database);
}
