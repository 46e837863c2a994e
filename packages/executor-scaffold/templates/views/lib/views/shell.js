import { inText } from './words.js';

/**
 * @import { Records } from '../records.js'
 * @import { Shell } from './types.d.ts'
 */

/** @param {Records} records @param {string | undefined} current path of the entity the page belongs to @returns {Shell} */
export function shellView(records, current) {
  const { model, viewer } = records;
  return {
    app: model.name,
    navigation: model.entities.flatMap((entity) => {
      const { path, plural, name } = entity;
      if (records.can(entity, 'read')) return [{ href: `/${path}`, text: plural, current: path === current }];
      // There is no list to look at, only the way to add to it.
      if (!records.can(entity, 'create')) return [];
      return [{ href: `/${path}/new`, text: `Add ${inText(name)}`, current: path === current }];
    }),
    access: {
      enforced: model.access.enforced,
      account: viewer.account === null ? null : { name: viewer.account.name, email: viewer.account.email },
      isAdministrator: records.isAdministrator,
    },
    gaps: model.gaps.length,
  };
}
