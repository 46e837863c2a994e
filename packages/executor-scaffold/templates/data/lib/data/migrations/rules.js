/**
 * Foreign keys, indexes and unique indexes: what the rows that are there must meet before it can be asked of them.
 *
 * @import { Layout, Slot } from '../schema/layout.js'
 * @import { Change } from './change-tables.js'
 */

import { layoutOf } from '../schema/layout.js';
import { quoted, uniqueKey } from '../schema/sql.js';
import { labelOf, pairs, subjectOf } from './change-tables.js';

/** @param {Change} change @param {string} entityId */
async function addForeignKeys(change, entityId) {
  const { after, recorder } = change;
  const { table } = layoutOf(after, entityId);
  for (const { slot, old } of pairs(change, entityId)) {
    if (slot.foreign === null || typeof old?.foreign === 'string') continue;
    const target = quoted(layoutOf(after, slot.target).table);
    await recorder.run(
      subjectOf(change, entityId),
      `ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${quoted(slot.foreign)} FOREIGN KEY (${quoted(slot.name)}) REFERENCES ${target} ("id")`,
    );
  }
}

/** @param {Change} change @param {string} entityId */
async function addIndexes(change, entityId) {
  const { table } = layoutOf(change.after, entityId);
  for (const { slot, old } of pairs(change, entityId)) {
    if (slot.index === null || typeof old?.index === 'string') continue;
    const [on, column] = slot.storage === 'references' ? [slot.name, 'target'] : [table, slot.name];
    const sql = `CREATE INDEX ${quoted(slot.index)} ON ${quoted(on)} (${quoted(column)})`;
    await change.recorder.run(subjectOf(change, entityId), sql);
  }
}

/** How many values occur more than once. @param {Change} change @param {Layout} layout @param {Slot} slot */
async function countDuplicates({ db }, { table }, slot) {
  const key = uniqueKey(db.dialect, slot);
  const [row] = await db.query(
    `SELECT count(*) AS n FROM (SELECT 1 FROM ${quoted(table)} WHERE ${quoted(slot.name)} IS NOT NULL GROUP BY ${key} HAVING count(*) > 1) AS twice`,
  );
  return Number(row?.n);
}

/** @param {Change} change @param {string} entityId */
async function addUniqueIndexes(change, entityId) {
  const { db, recorder } = change;
  const layout = layoutOf(change.after, entityId);
  const subject = subjectOf(change, entityId);
  for (const { slot, old } of pairs(change, entityId)) {
    if (slot.unique === null || slot.unique === old?.unique) continue;
    const label = labelOf(change, entityId, slot);
    const duplicates = await countDuplicates(change, layout, slot);
    if (duplicates > 0) {
      if (!slot.duplicates)
        recorder.note(
          subject,
          `${label} is unique for new records only (values that occur more than once: ${duplicates})`,
        );
      Object.assign(slot, { unique: null, duplicates: true });
      continue;
    }
    const sql = `CREATE UNIQUE INDEX ${quoted(slot.unique)} ON ${quoted(layout.table)} (${uniqueKey(db.dialect, slot)})`;
    await recorder.run(subject, sql);
    if (old !== undefined) recorder.note(subject, `${label} is unique`);
    slot.duplicates = false;
  }
}

/** Owners are looked for in every list of somebody's own records. @param {Change} change @param {string} entityId */
async function addOwnerIndex(change, entityId) {
  const stored = change.before.get(entityId);
  if (stored !== undefined && !stored.isLegacy) return;
  const { table } = layoutOf(change.after, entityId);
  // Within the room that table names leave, and outside of what can be the name of a table or column.
  const name = quoted(`app_${table}_own`);
  await change.recorder.run(
    subjectOf(change, entityId),
    `CREATE INDEX ${name} ON ${quoted(table)} ("record_owner")`,
  );
}

/** @param {Change} change */
export async function addRules(change) {
  for (const id of change.after.keys()) {
    if (change.db.dialect === 'postgres') await addForeignKeys(change, id);
    await addOwnerIndex(change, id);
    await addIndexes(change, id);
    await addUniqueIndexes(change, id);
  }
}
