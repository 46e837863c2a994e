import { randomBytes } from 'node:crypto';
import { Accounts } from './accounts/accounts.js';
import { fingerprint } from './accounts/secrets.js';
import { Sessions } from './accounts/sessions.js';
import { SignIn } from './accounts/sign-in.js';
import { Application } from './application.js';
import { migrate } from './data/migrate.js';
import { openDatabase } from './data/open.js';
import { Store } from './data/store.js';
import { openKeptDatabase } from './open-kept-database.js';

/**
 * @import { Config } from './config.js'
 * @import { Log } from './log.js'
 * @import { AppModel, Database } from './types.d.ts'
 */

/** The secret of this app's data, made at the first start. @param {Database} db */
async function secretOf(db) {
  await db.run('INSERT INTO "app_meta" ("key", "value") VALUES (?, ?) ON CONFLICT ("key") DO NOTHING', [
    'form-secret',
    randomBytes(32).toString('hex'),
  ]);
  const [row] = await db.query('SELECT "value" FROM "app_meta" WHERE "key" = ?', ['form-secret']);
  return Buffer.from(String(row?.value), 'hex');
}

/**
 * Opens the database, brings its tables up to date, and puts the app together.
 *
 * @param {{ model: AppModel, config: Config, log: Log, memory?: boolean }} options `memory`: for tests, nothing is kept
 */
export async function openApplication({ model, config, log, memory = false }) {
  const db = await (memory ? openDatabase({ file: ':memory:' }) : openKeptDatabase(config));
  try {
    const { steps } = await migrate(db, model);
    for (const { summary } of steps) log('info', 'migrated', { summary });
    const store = await Store.open(db, model);
    const secret = await secretOf(db);
    const accounts = new Accounts(db);
    const appKey = fingerprint(secret.toString('hex')).slice(0, 8);
    const signIn = new SignIn({ accounts, sessions: new Sessions(db), config, appKey });
    return new Application({ model, db, store, accounts, signIn, config, log, secret });
  } catch (error) {
    await db.close();
    throw error;
  }
}
