import { readLayouts } from './layout.js';
import { Table } from './table.js';

/**
 * @import { AppModel, Database, Entity } from '../../types.d.ts'
 */

/** The tables of all entities, as the last migration left them. */
export class Tables {
  #byPath;

  /** @param {ReadonlyMap<string, Table>} byPath */
  constructor(byPath) {
    this.#byPath = byPath;
  }

  /** @param {Database} db @param {AppModel} model */
  static async read(db, model) {
    const layouts = await readLayouts(db, model);
    const stored = { dialect: db.dialect, layouts };
    return new Tables(
      new Map(model.entities.map((entity) => [entity.path, new Table(model, entity, stored)])),
    );
  }

  /** @param {Entity} entity @returns {Table} */
  of(entity) {
    const table = this.#byPath.get(entity.path);
    if (table === undefined) throw new Error(`No table for "${entity.path}".`);
    return table;
  }
}
