/**
 * Deletes records. Those that need one keep it from being deleted, and those that only point to it are let go.
 *
 * @import { AppModel, Database, Entity, Field } from '../../types.d.ts'
 * @import { Tables } from '../schema/tables.js'
 * @typedef {{ readonly blockedBy: readonly { entity: Entity, count: number }[] }} Removal empty when it is gone
 * @typedef {{ readonly entity: Entity, readonly field: Field }} Use
 */
import { referencesTo } from '../../model.js';
import { isRefusal } from '../errors.js';
import { isId } from '../schema/sql.js';
import { removeFiles } from './related.js';

export class Remover {
  #db;
  #model;
  #tables;

  /** @param {Database} db @param {AppModel} model @param {Tables} tables */
  constructor(db, model, tables) {
    this.#db = db;
    this.#model = model;
    this.#tables = tables;
  }

  /** @param {Entity} entity @param {number} id @returns {Promise<Removal>} */
  async remove(entity, id) {
    if (!isId(id)) return { blockedBy: [] };
    try {
      return await this.#db.transaction((db) => this.#removeIn(db, entity, id));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // A record that came while this one went: now it is counted.
      return { blockedBy: await this.#blockers(this.#db, entity, id) };
    }
  }

  /** @param {Database} db @param {Entity} entity @param {number} id @returns {Promise<Removal>} */
  async #removeIn(db, entity, id) {
    const { name, fileColumns } = this.#tables.of(entity);
    const lock = db.dialect === 'postgres' ? ' FOR UPDATE' : '';
    const columns = ['"id"', ...fileColumns].join(', ');
    const [row] = await db.query(`SELECT ${columns} FROM ${name} WHERE "id" = ?${lock}`, [id]);
    if (row === undefined) return { blockedBy: [] };
    const blockedBy = await this.#blockers(db, entity, id);
    if (blockedBy.length > 0) return { blockedBy };
    for (const use of referencesTo(this.#model, entity)) await this.#release(db, use, id);
    await db.run(`DELETE FROM ${name} WHERE "id" = ?`, [id]);
    await removeFiles(
      db,
      fileColumns.map((column) => row[column.slice(1, -1)]),
    );
    return { blockedBy };
  }

  /** @param {Database} db @param {Entity} entity @param {number} id */
  async #blockers(db, entity, id) {
    const blockedBy = [];
    for (const use of referencesTo(this.#model, entity)) {
      if (!use.field.required) continue;
      const count = await this.#countNeeds(db, use, { id, isSelf: use.entity.path === entity.path });
      if (count > 0) blockedBy.push({ entity: use.entity, count });
    }
    return blockedBy;
  }

  /** How many records could not be without it; a record does not keep itself. @param {Database} db @param {Use} use @param {{ id: number, isSelf: boolean }} record */
  async #countNeeds(db, { entity, field }, { id, isSelf }) {
    const table = this.#tables.of(entity);
    const column = table.column(field.key);
    const isMany = field.type === 'references';
    const key = isMany ? '"source"' : '"id"';
    const conditions = isMany
      ? `"target" = ? AND NOT EXISTS (SELECT 1 FROM ${column} AS other WHERE other."source" = link."source" AND other."target" <> link."target")`
      : `${column} = ?`;
    const [row] = await db.query(
      `SELECT count(*) AS n FROM ${isMany ? column : table.name} AS link WHERE ${conditions} AND link.${key} <> ?`,
      [id, isSelf ? id : 0],
    );
    return Number(row?.n);
  }

  /** @param {Database} db @param {Use} use @param {number} id */
  async #release(db, { entity, field }, id) {
    const table = this.#tables.of(entity);
    const column = table.column(field.key);
    if (field.type === 'references') await db.run(`DELETE FROM ${column} WHERE "target" = ?`, [id]);
    else if (!field.required)
      await db.run(`UPDATE ${table.name} SET ${column} = NULL WHERE ${column} = ?`, [id]);
  }
}
