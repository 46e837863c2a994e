/**
 * A field that is stored in another way than before takes its values along.
 *
 * @import { Database, Field, JsonValue } from '../../types.d.ts'
 * @import { Change } from './change-tables.js'
 * @import { Slot } from '../schema/layout.js'
 * @typedef {{ readonly table: string, readonly history: readonly Slot[], readonly to: Slot }} Move `history`: from the latest slot to the first
 */

import { historyOf, layoutOf, slotOf } from '../schema/layout.js';
import { quoted } from '../schema/sql.js';
import { VALUE_TYPES } from '../values/values.js';
import { subjectOf } from './change-tables.js';
import { convert } from './convert.js';

const BATCH = 500;

/** The values of some records in a slot, by id. Those without one are left out. @param {Database} db @param {{ table: string, slot: Slot, first: number, last: number }} range */
async function readValues(db, { table, slot, first, last }) {
  /** @type {Map<number, JsonValue>} */
  const values = new Map();
  if (slot.storage === 'references') {
    const sql = `SELECT "source", "target" FROM ${quoted(slot.name)} WHERE "source" BETWEEN ? AND ? ORDER BY "source", "target"`;
    const rows = await db.query(sql, [first, last]);
    const links = Map.groupBy(rows, (row) => Number(row.source));
    for (const [id, of] of links)
      values.set(
        id,
        of.map((row) => Number(row.target)),
      );
    return values;
  }
  const column = quoted(slot.name);
  const sql = `SELECT "id", ${column} AS v FROM ${quoted(table)} WHERE "id" BETWEEN ? AND ? AND ${column} IS NOT NULL`;
  const { load } = VALUE_TYPES[slot.storage];
  for (const row of await db.query(sql, [first, last])) values.set(Number(row.id), load(row.v));
  return values;
}

/** @param {Change} change @param {string} subject @param {{ move: Move, id: number, value: JsonValue | undefined }} target */
async function writeValue({ recorder, after }, subject, { move: { table, to }, id, value }) {
  if (to.storage !== 'references') {
    const stored = value === undefined ? null : VALUE_TYPES[to.storage].store(value);
    await recorder.run(subject, `UPDATE ${quoted(table)} SET ${quoted(to.name)} = ? WHERE "id" = ?`, [
      stored,
      id,
    ]);
    return;
  }
  await recorder.run(subject, `DELETE FROM ${quoted(to.name)} WHERE "source" = ?`, [id]);
  for (const target of Array.isArray(value) ? value : []) {
    // While the field was away, nobody looked after what it refers to.
    const existing = `SELECT CAST(? AS bigint), "id" FROM ${quoted(layoutOf(after, to.target).table)} WHERE "id" = ?`;
    const sql = `INSERT INTO ${quoted(to.name)} ("source", "target") ${existing}`;
    await recorder.run(subject, sql, [id, Number(target)]);
  }
}

/** @param {JsonValue | undefined} a @param {JsonValue | undefined} b */
const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/**
 * The value a record has now, with the slot it stands in. Where there is none, an earlier slot may hold one that could
 * not be converted when the field changed; one that could was emptied since.
 *
 * @param {readonly Slot[]} history from that of now to the first
 * @param {(slot: Slot) => JsonValue | undefined} valueIn
 * @returns {{ slot: Slot, value: JsonValue } | undefined}
 */
function currentValue([slot, ...earlier], valueIn) {
  if (slot === undefined) return undefined;
  const value = valueIn(slot);
  if (value !== undefined) return { slot, value };
  const before = currentValue(earlier, valueIn);
  const wasEmptied = before !== undefined && convert(before.value, before.slot, slot) !== undefined;
  return wasEmptied ? undefined : before;
}

/**
 * What a record's value shall be, and whether something of it is lost. A value that stood there before, and still
 * means what the newer one says, is the more exact of the two: it stays.
 *
 * @param {Move} move
 * @param {(slot: Slot) => JsonValue | undefined} valueIn
 */
function settle({ history, to }, valueIn) {
  const current = currentValue(history, valueIn);
  const older = valueIn(to);
  if (current === undefined) return { keep: older === undefined, value: undefined, lost: false };
  const { slot, value: newer } = current;
  const forward = older === undefined ? undefined : convert(older, to, slot);
  if (slot === to || isSame(forward, newer)) return { keep: true, value: older, lost: false };
  const value = convert(newer, slot, to);
  const isCut = to.storage === 'reference' && Array.isArray(newer) && newer.length > 1;
  return { keep: false, value, lost: value === undefined || isCut };
}

/** @param {Change} change @param {string} subject @param {Move} move @returns how many values did not fit */
async function moveValues(change, subject, move) {
  const { db } = change;
  const ids = `SELECT "id" FROM ${quoted(move.table)} WHERE "id" > ? ORDER BY "id" LIMIT ${BATCH}`;
  let lost = 0;
  for (let after = 0; ; ) {
    const batch = (await db.query(ids, [after])).map((row) => Number(row.id));
    const [first, last] = [batch[0], batch.at(-1)];
    if (first === undefined || last === undefined) return lost;
    /** @type {Map<Slot, Map<number, JsonValue>>} */
    const values = new Map();
    for (const slot of new Set([move.to, ...move.history]))
      values.set(slot, await readValues(db, { table: move.table, slot, first, last }));
    for (const id of batch) {
      const settled = settle(move, (slot) => values.get(slot)?.get(id));
      if (settled.lost) lost += 1;
      if (!settled.keep) await writeValue(change, subject, { move, id, value: settled.value });
    }
    after = last;
  }
}

/** Records that are there get the default of a new field. @param {Change} change @param {string} subject @param {{ table: string, slot: Slot, field: Field }} target */
async function fillDefault({ recorder }, subject, { table, slot, field }) {
  const value = field.default ?? (field.type === 'boolean' ? false : null);
  if (value === null || slot.storage === 'references' || slot.storage === 'file') return;
  const column = quoted(slot.name);
  const stored = VALUE_TYPES[field.type].store(value);
  await recorder.run(subject, `UPDATE ${quoted(table)} SET ${column} = ? WHERE ${column} IS NULL`, [stored]);
}

/** @param {Change} change */
export async function moveAllValues(change) {
  const { model, before, after, recorder } = change;
  for (const entity of model.entities) {
    const stored = before.get(entity.id);
    if (stored === undefined) continue;
    const subject = subjectOf(change, entity.id);
    const { table, slots } = layoutOf(after, entity.id);
    for (const field of entity.fields) {
      const to = slotOf(model, field, slots);
      const [from] = historyOf(stored.slots, field);
      if (to === undefined || from?.name === to.name) continue;
      if (from === undefined) {
        await fillDefault(change, subject, { table, slot: to, field });
        continue;
      }
      const names = historyOf(stored.slots, field).map(({ name }) => name);
      const history = names.flatMap((name) => slots.find((slot) => slot.name === name) ?? []);
      const lost = await moveValues(change, subject, { table, history, to });
      const except = lost === 0 ? '' : `, except ${lost} that are kept aside`;
      recorder.note(
        subject,
        `${field.label} is a field of type ${field.type} now, its values were converted${except}`,
      );
    }
  }
}
