import { changeTables } from './migrations/change-tables.js';
import { moveAllValues } from './migrations/move-values.js';
import { Names } from './migrations/names.js';
import { planLayouts } from './migrations/plan.js';
import { Recorder } from './migrations/recorder.js';
import { addRules } from './migrations/rules.js';
import { createSystemTables } from './migrations/system-tables.js';
import { readLayouts, saveLayout } from './schema/layout.js';

/**
 * @import { AppModel, Database } from '../types.d.ts'
 * @import { Layouts } from './schema/layout.js'
 * @import { Step } from './migrations/recorder.js'
 * @typedef {{ readonly steps: readonly Step[] }} Migration empty: nothing to do
 */

/** Any number, the same in every process of every version of an app. */
const LOCK = 4_720_317_055;

/** Ends a transaction whose changes were only tried. */
class OnlyTried extends Error {}

/** What is in the database already, whoever made it. @param {Database} db */
async function existingNames(db) {
  const rows = await db.query(
    db.dialect === 'sqlite'
      ? 'SELECT name FROM sqlite_master'
      : 'SELECT relname AS name FROM pg_class WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())',
  );
  return new Set(rows.map((row) => String(row.name)));
}

/** @param {Layouts} layouts */
const constraintNames = (layouts) =>
  [...layouts.values()].flatMap(({ slots }) => slots.flatMap(({ foreign }) => foreign ?? []));

/** @param {Database} db */
async function checkReferences(db) {
  const [broken] = await db.query('PRAGMA foreign_key_check');
  if (broken === undefined) return;
  throw new Error(`A row of "${broken.table}" refers to a row of "${broken.parent}" that does not exist.`);
}

/** @param {Database} db @param {Recorder} recorder */
async function saveSteps(db, recorder) {
  const now = new Date().toISOString();
  for (const { summary, sql } of recorder.steps())
    await db.run('INSERT INTO app_migrations (applied_at, summary, statements) VALUES (?, ?, ?)', [
      now,
      summary,
      JSON.stringify(sql),
    ]);
}

/** @param {Database} db @param {AppModel} model @returns {Promise<Step[]>} */
async function apply(db, model) {
  if (db.dialect === 'postgres') await db.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
  const recorder = new Recorder(db);
  const existing = await existingNames(db);
  await createSystemTables(db, recorder, existing);
  const before = await readLayouts(db, model);
  const after = planLayouts(model, before, new Names([...existing, ...constraintNames(before)]));
  const change = { db, model, recorder, before, after };
  await changeTables(change);
  await moveAllValues(change);
  await addRules(change);
  for (const [id, layout] of after) {
    const stored = before.get(id);
    if (stored?.isLegacy !== false || JSON.stringify(stored.slots) !== JSON.stringify(layout.slots))
      await saveLayout(db, id, layout);
  }
  const steps = recorder.steps();
  if (db.dialect === 'sqlite' && steps.length > 0) await checkReferences(db);
  await saveSteps(db, recorder);
  return steps;
}

/**
 * @param {Database} db
 * @param {(transaction: Database) => Promise<void>} work
 */
async function alone(db, work) {
  if (db.dialect === 'postgres') return db.transaction(work);
  // Asked for at once, these are done one right after the other. A pragma does nothing within a transaction.
  const before = db.run('PRAGMA foreign_keys = OFF');
  const done = db.transaction(work);
  const after = db.run('PRAGMA foreign_keys = ON');
  await Promise.allSettled([before, done, after]);
  return done;
}

/** @param {Database} db @param {AppModel} model @param {boolean} isForReal @returns {Promise<Migration>} */
async function change(db, model, isForReal) {
  /** @type {readonly Step[]} */
  let steps = [];
  try {
    await alone(db, async (transaction) => {
      steps = await apply(transaction, model);
      if (!isForReal) throw new OnlyTried();
    });
  } catch (error) {
    if (!(error instanceof OnlyTried)) throw error;
  }
  return { steps };
}

/**
 * Brings the tables to what the model asks for: all of it or nothing, whatever happens meanwhile. Tables, columns and
 * rows that are there are kept, and found again when a field comes back. Processes that start at the same time wait
 * for each other.
 *
 * @param {Database} db
 * @param {AppModel} model
 * @example const { steps } = await migrate(db, model);
 */
export const migrate = (db, model) => change(db, model, true);

/**
 * What `migrate` would do. Nothing is changed; on PostgreSQL the tables are locked for the time it takes.
 *
 * @param {Database} db
 * @param {AppModel} model
 */
export const planMigration = (db, model) => change(db, model, false);
