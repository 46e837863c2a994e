import { notFound } from 'next/navigation';
import { recordId } from '../lib/http/call.js';

/**
 * @import { Records } from '../lib/records.js'
 * @import { Entity, StoredRecord } from '../lib/types.d.ts'
 * @typedef {Readonly<Record<string, string | string[] | undefined>>} SearchParams
 */

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return notFound();
  }
}

/** The entity an address names. @param {Records} records @param {string} path @returns {Entity} */
export const entityNamed = ({ model }, path) =>
  model.entities.find((entity) => entity.path === decoded(path)) ?? notFound();

/** The record an address names. @param {Records} records @param {Entity} entity @param {string} id @returns {Promise<StoredRecord>} */
export const recordAt = async (records, entity, id) =>
  (await records.get(entity, recordId(id))) ?? notFound();

/** The query of an address as the library reads it. @param {SearchParams} parameters */
export const queryOf = (parameters) =>
  new URLSearchParams(
    Object.entries(parameters).flatMap(([name, value]) => [value ?? []].flat().map((each) => [name, each])),
  );
