/**
 * What only the database can say about values: references that lead nowhere, and values that are taken.
 *
 * @import { AppModel, Database, Entity, Field, Problem, Values } from '../../types.d.ts'
 * @import { Tables } from '../schema/tables.js'
 * @typedef {{ readonly db: Database, readonly model: AppModel, readonly tables: Tables }} Context
 */
import { entityAt } from '../../model.js';
import { among, isId } from '../schema/sql.js';

/** @param {Context} context @param {Field} field @param {readonly number[]} ids */
async function missing({ db, model, tables }, field, ids) {
  const target = entityAt(model, field.references);
  const { sql, value } = among(db.dialect, '"id"', ids.filter(isId));
  const rows = await db.query(`SELECT count(*) AS n FROM ${tables.of(target).name} WHERE ${sql}`, [value]);
  if (Number(rows[0]?.n) === ids.length) return undefined;
  return field.type === 'references'
    ? `must be existing ${target.plural}`
    : `must be an existing ${target.name}`;
}

/** @param {Context} context @param {{ entity: Entity, field: Field, exceptId: number, values: Values }} subject */
async function isTaken({ db, tables }, { entity, field, exceptId, values }) {
  const value = values.get(field.key) ?? null;
  if (!field.unique || value === null || typeof value === 'object') return false;
  const table = tables.of(entity);
  const { column, mark } = table.uniqueColumn(field.key);
  const sql = `SELECT 1 AS taken FROM ${table.name} WHERE ${column} = ${mark} AND "id" <> ? LIMIT 1`;
  return (await db.query(sql, [table.toStored(field.key, value), exceptId])).length > 0;
}

/**
 * @param {Context} context
 * @param {{ entity: Entity, values: Values, exceptId: number }} record `exceptId`: the record itself, 0 for a new one
 * @returns {Promise<Problem[]>}
 */
export async function findConflicts(context, { entity, values, exceptId }) {
  /** @type {Problem[]} */
  const problems = [];
  for (const field of entity.fields) {
    const value = values.get(field.key) ?? null;
    if (value === null) continue;
    const ids = field.references === null ? [] : [value].flat().map(Number);
    const complaint = ids.length === 0 ? undefined : await missing(context, field, ids);
    if (complaint !== undefined) problems.push({ field: field.key, message: `${field.label} ${complaint}.` });
    else if (await isTaken(context, { entity, field, exceptId, values }))
      problems.push({ field: field.key, message: `${field.label} is already taken.` });
  }
  return problems;
}
