/**
 * Where each field is stored. Tables and columns are found again by the ids of entities and fields, so that renaming
 * one keeps its data, and an earlier release of the app still finds its own names.
 *
 * @import { AppModel, Database, Entity, Field } from '../../types.d.ts'
 * @import { Storage } from '../values/storage.js'
 * @typedef {object} Slot A column, or the table of a reference to many.
 * @property {string} field id of the field
 * @property {Storage} storage
 * @property {string | null} target id of the entity that a reference points to
 * @property {string} name of the column or table
 * @property {number} since of all slots of a field, its values stand in the one with the highest
 * @property {boolean} notNull
 * @property {string | null} foreign name of the foreign key, null for none
 * @property {string | null} index name of the index, null for none
 * @property {string | null} unique name of the unique index, null for none
 * @property {boolean} duplicates it should be unique, but the values that were there are not
 * @typedef {{ table: string, slots: Slot[], isLegacy: boolean }} Layout `isLegacy`: made by the previous kind of app
 * @typedef {Map<string, Layout>} Layouts by id of the entity
 */
import { entityAt } from '../../model.js';
import { legacyLayout } from '../migrations/legacy-layout.js';
import { storageOf } from '../values/storage.js';

const VERSION = 2;

/**
 * @param {Database} db
 * @param {AppModel} model
 * @returns {Promise<Layouts>}
 */
export async function readLayouts(db, model) {
  const rows = await db.query('SELECT entity, layout FROM app_layout');
  const stored = new Map(rows.map((row) => [String(row.entity), JSON.parse(String(row.layout))]));
  const tables = new Map([...stored].map(([entity, { table }]) => [String(table), entity]));
  /** @type {Layouts} */
  const layouts = new Map();
  for (const [id, { version, table, slots, columns }] of stored) {
    const entity = model.entities.find((candidate) => candidate.id === id);
    layouts.set(
      id,
      version === VERSION
        ? { table, slots, isLegacy: false }
        : await legacyLayout(db, { table, columns, tables, entity }),
    );
  }
  return layouts;
}

/**
 * @param {Database} db
 * @param {string} entityId
 * @param {Layout} layout
 */
export async function saveLayout(db, entityId, { table, slots }) {
  await db.run(
    'INSERT INTO app_layout (entity, layout) VALUES (?, ?) ON CONFLICT (entity) DO UPDATE SET layout = excluded.layout',
    [entityId, JSON.stringify({ version: VERSION, table, slots })],
  );
}

/** @param {AppModel} model @param {Field} field @returns {string | null} id of the entity that a reference points to */
export const targetOf = (model, field) =>
  field.references === null ? null : entityAt(model, field.references).id;

/**
 * The slot a field of the model is stored in.
 *
 * @param {AppModel} model
 * @param {Field} field
 * @param {readonly Slot[]} slots
 */
export function slotOf(model, field, slots) {
  const storage = storageOf(field);
  const target = targetOf(model, field);
  return slots.find((slot) => slot.field === field.id && slot.storage === storage && slot.target === target);
}

/**
 * The layout of an entity, where it must exist.
 *
 * @param {Layouts} layouts
 * @param {string | null} entityId
 * @returns {Layout}
 */
export function layoutOf(layouts, entityId) {
  const layout = layouts.get(entityId ?? '');
  if (layout === undefined) throw new Error(`No table is known for "${entityId}": run the migration first.`);
  return layout;
}

/**
 * The slots a field ever had, from that of now to the first.
 *
 * @param {readonly Slot[]} slots
 * @param {{ readonly id: string }} field
 */
export const historyOf = (slots, field) =>
  slots.filter((slot) => slot.field === field.id).sort((a, b) => b.since - a.since);

/** @param {Entity} entity @param {Slot} slot @returns {Field | undefined} */
export const fieldIn = (entity, slot) => entity.fields.find((field) => field.id === slot.field);
