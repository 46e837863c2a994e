import { historyOf, layoutOf, slotOf, targetOf } from '../schema/layout.js';
import { canBeUnique, storageOf } from '../values/storage.js';
import { columnName } from './names.js';

/**
 * @import { AppModel, Entity, Field } from '../../types.d.ts'
 * @import { Layout, Layouts, Slot } from '../schema/layout.js'
 * @import { Names } from './names.js'
 * @typedef {{ readonly model: AppModel, readonly stored: Layouts, readonly names: Names }} Context
 */

/** @param {Field} field */
const isNeeded = (field) => field.required || field.type === 'boolean';

/**
 * @param {Entity} entity
 * @param {Layout} layout so far
 * @param {Field} field
 * @param {Context} context
 * @returns {Slot}
 */
function newSlot(entity, layout, field, { model, stored, names }) {
  const storage = storageOf(field);
  const columns = layout.slots.map((slot) => slot.name);
  return {
    field: field.id,
    storage,
    target: targetOf(model, field),
    name:
      storage === 'references' ? names.table(`${layout.table}_${field.key}`) : columnName(field.key, columns),
    since: 0,
    // A row that is there has no value for it yet.
    notNull: isNeeded(field) && storage !== 'references' && !stored.has(entity.id),
    ...{ foreign: null, index: null, unique: null, duplicates: false },
  };
}

/**
 * The rules a slot shall have now. One that no field uses has none, so that nothing stands in the way of the others.
 *
 * @param {Layout} layout
 * @param {Slot} slot
 * @param {{ field: Field | undefined, names: Names }} context `field` that is stored in it, undefined for none
 */
function setRules(layout, slot, { field, names }) {
  const { name, storage } = slot;
  slot.notNull &&= field !== undefined && isNeeded(field);
  if (storage === 'references') {
    slot.index ??= names.other(name, 'target', 'idx');
    return;
  }
  const isReference = storage === 'reference' && slot.target !== null;
  if (isReference) slot.index ??= names.other(layout.table, name, 'idx');
  slot.foreign =
    isReference && field !== undefined ? (slot.foreign ?? names.other(layout.table, name, 'fk')) : null;
  const isUnique = field?.unique === true && canBeUnique(storage);
  slot.unique = isUnique ? (slot.unique ?? names.other(layout.table, name, 'key')) : null;
  slot.duplicates &&= isUnique;
}

/** @param {string} entityId @param {Layout} layout @param {Context} context */
function planEntity(entityId, layout, context) {
  const { model, names } = context;
  const entity = model.entities.find((candidate) => candidate.id === entityId);
  const fields = entity?.fields ?? [];
  for (const field of fields) {
    if (entity !== undefined && slotOf(model, field, layout.slots) === undefined)
      layout.slots.push(newSlot(entity, layout, field, context));
  }
  const current = new Map(fields.map((field) => [slotOf(model, field, layout.slots), field]));
  for (const slot of layout.slots) setRules(layout, slot, { field: current.get(slot), names });
  for (const [slot, field] of current) {
    const [latest] = historyOf(layout.slots, field);
    if (slot !== undefined && latest !== undefined && (latest !== slot || slot.since === 0))
      slot.since = latest.since + 1;
  }
}

/**
 * The layouts that the database shall have: what is stored, and new names for what is new. Nothing is ever left out.
 *
 * @param {AppModel} model
 * @param {Layouts} stored
 * @param {Names} names
 * @returns {Layouts}
 */
export function planLayouts(model, stored, names) {
  /** @type {Layouts} */
  const planned = new Map(structuredClone([...stored]));
  for (const entity of model.entities) {
    if (planned.has(entity.id)) continue;
    planned.set(entity.id, { table: names.table(entity.table), slots: [], isLegacy: false });
  }
  for (const id of planned.keys()) planEntity(id, layoutOf(planned, id), { model, stored, names });
  return planned;
}
