import { recordId } from '../lib/http/call.js';
import { HttpProblem } from '../lib/http/problem.js';

/**
 * @import { Records } from '../lib/records.js'
 * @import { Entity, StoredRecord } from '../lib/types.d.ts'
 * @typedef {Readonly<Record<string, string | string[] | undefined>>} SearchParams
 */

/** The entity an address names. @param {Records} records @param {string} path @returns {Entity} */
export function entityNamed({ model }, path) {
  const entity = model.entities.find((candidate) => encodeURIComponent(candidate.path) === path);
  if (entity === undefined) throw new HttpProblem(404, 'There is no such page.');
  return entity;
}

/** The record an address names. @param {Records} records @param {Entity} entity @param {string} id @returns {Promise<StoredRecord>} */
export async function recordAt(records, entity, id) {
  const record = await records.get(entity, recordId(id));
  if (record === undefined) throw new HttpProblem(404, `There is no such ${entity.name}.`);
  return record;
}

/** The query of an address as the library reads it. @param {SearchParams} parameters */
export const queryOf = (parameters) =>
  new URLSearchParams(
    Object.entries(parameters).flatMap(([name, value]) => [value ?? []].flat().map((each) => [name, each])),
  );
