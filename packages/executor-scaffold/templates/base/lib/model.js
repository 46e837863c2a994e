/**
 * @import { AppModel, Entity, Field } from './types.d.ts'
 */

/**
 * @param {AppModel} model
 * @param {string | null} path
 * @returns {Entity}
 */
export function entityAt(model, path) {
  const entity = model.entities.find((candidate) => candidate.path === path);
  if (entity === undefined) throw new Error(`The model has no entity at "${path}".`);
  return entity;
}

/**
 * @param {Entity} entity
 * @param {string} key
 * @returns {Field | undefined}
 */
export const fieldOf = (entity, key) => entity.fields.find((field) => field.key === key);

/**
 * Every reference field that points to an entity, with the entity that has it.
 *
 * @param {AppModel} model
 * @param {Entity} target
 * @returns {{ entity: Entity, field: Field }[]}
 */
export function referencesTo(model, target) {
  return model.entities.flatMap((entity) =>
    entity.fields.filter((field) => field.references === target.path).map((field) => ({ entity, field })),
  );
}
