/**
 * Makes new tables and columns, and takes rules away that are no longer wanted.
 *
 * @import { AppModel, Database } from '../../types.d.ts'
 * @import { Layout, Layouts, Slot } from '../schema/layout.js'
 * @import { Recorder } from './recorder.js'
 * @typedef {object} Change
 * @property {Database} db
 * @property {AppModel} model
 * @property {Recorder} recorder
 * @property {Layouts} before as the database is
 * @property {Layouts} after as it shall be
 */
import { columnDefinition, createLinkTable, createTable } from '../schema/ddl.js';
import { historyOf, layoutOf } from '../schema/layout.js';
import { quoted } from '../schema/sql.js';
import { rebuildTable } from './rebuild-table.js';

/** What people call the entity of a table; two of one name are told apart. @param {Change} change @param {string} entityId */
export function subjectOf({ model, after }, entityId) {
  const { table } = layoutOf(after, entityId);
  const name = model.entities.find((entity) => entity.id === entityId)?.plural;
  const isOnly = model.entities.filter((entity) => entity.plural === name).length === 1;
  return name === undefined || isOnly ? (name ?? table) : `${name} (${table})`;
}

/** What people call the field of a slot. @param {Change} change @param {string} entityId @param {Slot} slot */
export function labelOf({ model }, entityId, slot) {
  const entity = model.entities.find((candidate) => candidate.id === entityId);
  return entity?.fields.find((field) => field.id === slot.field)?.label ?? slot.name;
}

/** @param {readonly Slot[]} slots @param {Slot} slot */
const sameSlot = (slots, slot) => slots.find((other) => other.name === slot.name);

/** @param {Change} change @param {string} entityId */
export function pairs({ before, after }, entityId) {
  const stored = before.get(entityId)?.slots ?? [];
  return layoutOf(after, entityId).slots.map((slot) => ({ slot, old: sameSlot(stored, slot) }));
}

/** @param {Change} change @param {string} entityId */
async function dropIndexes(change, entityId) {
  const subject = subjectOf(change, entityId);
  for (const { slot, old } of pairs(change, entityId)) {
    if (old?.unique === undefined || old.unique === null || slot.unique === old.unique) continue;
    await change.recorder.run(subject, `DROP INDEX ${quoted(old.unique)}`);
    change.recorder.note(subject, `${labelOf(change, entityId, slot)} need not be unique any more`);
  }
}

/** References that lead nowhere, from a time in which nobody looked after them. @param {Change} change @param {Layout} layout @param {Slot} slot */
async function clearDangling({ db, after }, layout, slot) {
  const column = quoted(slot.name);
  const target = quoted(layoutOf(after, slot.target).table);
  await db.run(
    `UPDATE ${quoted(layout.table)} SET ${column} = NULL WHERE ${column} IS NOT NULL AND ${column} NOT IN (SELECT "id" FROM ${target})`,
  );
}

/** @param {Change} change @param {string} entityId */
async function loosenPostgres(change, entityId) {
  const { table } = layoutOf(change.after, entityId);
  const subject = subjectOf(change, entityId);
  for (const { slot, old } of pairs(change, entityId)) {
    const alter = `ALTER TABLE ${quoted(table)}`;
    if (old?.notNull === true && !slot.notNull)
      await change.recorder.run(subject, `${alter} ALTER COLUMN ${quoted(slot.name)} DROP NOT NULL`);
    if (typeof old?.foreign === 'string' && slot.foreign === null)
      await change.recorder.run(subject, `${alter} DROP CONSTRAINT ${quoted(old.foreign)}`);
  }
}

/** @param {Change} change @param {string} entityId */
async function addColumns(change, entityId) {
  const { db, after, recorder } = change;
  const { table } = layoutOf(after, entityId);
  const subject = subjectOf(change, entityId);
  for (const { slot, old } of pairs(change, entityId)) {
    if (old !== undefined || slot.storage === 'references') continue;
    const definition = columnDefinition(db.dialect, slot, after);
    await recorder.run(subject, `ALTER TABLE ${quoted(table)} ADD COLUMN ${definition}`);
  }
}

/** @param {Change} change @param {string} entityId @param {Layout} stored */
function noteColumns(change, entityId, stored) {
  const subject = subjectOf(change, entityId);
  const { slots } = layoutOf(change.after, entityId);
  for (const { slot, old } of pairs(change, entityId)) {
    const label = labelOf(change, entityId, slot);
    const field = { id: slot.field };
    // What becomes of the other slots of a field is said by what moves its values.
    if (historyOf(slots, field)[0] !== slot) continue;
    if (old === undefined && historyOf(stored.slots, field).length === 0)
      change.recorder.note(subject, `new: ${label}`);
    else if (old?.notNull === true && !slot.notNull) change.recorder.note(subject, `${label} may be empty`);
    else if (old?.foreign === null && slot.foreign !== null)
      change.recorder.note(subject, `${label} is checked again`);
    else if (typeof old?.foreign === 'string' && slot.foreign === null)
      change.recorder.note(subject, `${label} is no longer checked`);
  }
}

/** @param {Change} change @param {string} entityId @param {Layout} stored */
async function changeTable(change, entityId, stored) {
  const { db, after } = change;
  const layout = layoutOf(after, entityId);
  const both = pairs(change, entityId);
  for (const { slot, old } of both)
    if (old !== undefined && old.foreign === null && slot.foreign !== null)
      await clearDangling(change, layout, slot);
  noteColumns(change, entityId, stored);
  const hasOtherRules = both.some(
    ({ slot, old }) =>
      old !== undefined &&
      (old.notNull !== slot.notNull || (old.foreign === null) !== (slot.foreign === null)),
  );
  if (stored.isLegacy)
    change.recorder.note(subjectOf(change, entityId), 'taken over from an earlier kind of app');
  if (db.dialect === 'sqlite' && (hasOtherRules || stored.isLegacy)) {
    await rebuildTable(change, layout, { stored, subject: subjectOf(change, entityId) });
    return;
  }
  if (db.dialect === 'postgres') await loosenPostgres(change, entityId);
  await addColumns(change, entityId);
}

/** @param {Change} change */
export async function changeTables(change) {
  const { db, after, before, recorder } = change;
  for (const [id, layout] of after) {
    if (before.has(id)) continue;
    await recorder.run(subjectOf(change, id), createTable(db.dialect, layout, { layouts: after }));
    recorder.note(subjectOf(change, id), `new table ${layout.table}`);
  }
  for (const [id, stored] of before) {
    await dropIndexes(change, id);
    await changeTable(change, id, stored);
  }
  for (const [id, layout] of after) {
    for (const { slot, old } of pairs(change, id)) {
      if (slot.storage !== 'references' || old !== undefined) continue;
      const sql = createLinkTable(db.dialect, layout.table, slot, after);
      await recorder.run(subjectOf(change, id), sql);
    }
  }
}
