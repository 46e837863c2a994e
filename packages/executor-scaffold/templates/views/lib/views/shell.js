/**
 * @import { Records } from '../records.js'
 * @import { Shell } from './types.d.ts'
 */

/** @param {Records} records @param {string | undefined} current path of the entity the page belongs to @returns {Shell} */
export function shellView(records, current) {
  const { model, viewer } = records;
  return {
    app: model.name,
    navigation: model.entities
      .filter((entity) => records.can(entity, 'read'))
      .map(({ path, plural }) => ({ href: `/${path}`, text: plural, current: path === current })),
    access: {
      enforced: model.access.enforced,
      account: viewer.account === null ? null : { name: viewer.account.name, email: viewer.account.email },
      isAdministrator: records.isAdministrator,
    },
    gaps: model.gaps.length,
  };
}
