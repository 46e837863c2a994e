import { ADMINISTRATOR } from './access/rules.js';
import { Accounts, normalEmail } from './accounts/accounts.js';
import { readConfig } from './config.js';
import { migrate, planMigration } from './data/migrate.js';
import { loadModel } from './load-model.js';
import { log } from './log.js';
import { openKeptDatabase } from './open-kept-database.js';
import { serve } from './serve.js';

const HELP = `Usage: node server.js [command]

  (none)            serve the app
  migrate           bring the tables of the database up to date, and say what was done
  migrate --plan    say what migrate would do
  invite <email>    print a one-time link to set a password; an account that does not exist is made, as administrator

Environment: PORT, HOST, DATA_DIR or DATABASE_URL, PUBLIC_URL, TIME_ZONE, ALLOWED_HOSTS, FRAME_ANCESTORS,
TRUST_PROXY, SETUP_CODE
`;

/** @typedef {Readonly<Record<string, string | undefined>>} Environment */

/** @param {string} text */
const say = (text) => process.stdout.write(`${text}\n`);

/** @param {Environment} env @param {boolean} planOnly */
async function runMigrate(env, planOnly) {
  const db = await openKeptDatabase(readConfig(env));
  try {
    const { steps } = await (planOnly ? planMigration : migrate)(db, loadModel());
    for (const step of steps) say(`- ${step.summary}${step.sql.map((line) => `\n    ${line}`).join('')}`);
    say(steps.length === 0 ? 'Nothing to do.' : `${steps.length} steps ${planOnly ? 'to do' : 'done'}.`);
  } finally {
    await db.close();
  }
}

/** @param {Environment} env @param {string} email */
async function runInvite(env, email) {
  const db = await openKeptDatabase(readConfig(env));
  try {
    await migrate(db, loadModel());
    const accounts = new Accounts(db);
    const known = (await accounts.list()).find((account) => account.email === normalEmail(email));
    const made =
      known ?? (await accounts.create({ email, name: email.split('@')[0] ?? email, role: ADMINISTRATOR }));
    if ('problems' in made) throw new Error(made.problems.map(({ message }) => message).join(' '));
    say(`Open this path of the app within a week: /invitation/${await accounts.invite(made.id)}`);
  } finally {
    await db.close();
  }
}

/**
 * What `node server.js` does.
 *
 * @param {readonly string[]} words after the name of the script
 * @param {Environment} env
 */
export async function run(words, env) {
  const [command, argument] = words;
  try {
    if (command === undefined) await serve(env);
    else if (command === 'migrate') await runMigrate(env, argument === '--plan');
    else if (command === 'invite' && argument !== undefined) await runInvite(env, argument);
    else {
      say(HELP);
      process.exitCode = command === '--help' || command === 'help' ? 0 : 1;
    }
  } catch (error) {
    log('error', 'stopped', { error: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
  }
}
