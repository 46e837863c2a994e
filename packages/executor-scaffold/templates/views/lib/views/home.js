import { inText } from './words.js';

/**
 * @import { Entity, ListQuery } from '../types.d.ts'
 * @import { Context } from './shown.js'
 * @import { HomeView } from './types.d.ts'
 */

const LATEST = 3;
/** More would make the first page slow, and nobody reads so many cards. */
const MAX_CARDS = 24;

/** @type {ListQuery} */
const NEWEST = {
  page: 1,
  pageSize: LATEST,
  search: '',
  sort: { key: 'id', descending: true },
  filters: new Map(),
};

/** @param {Context} context @param {Entity} entity @returns {Promise<HomeView['cards'][number]>} */
async function card({ records }, entity) {
  const { items, total } = await records.list(entity, NEWEST);
  return {
    href: `/${entity.path}`,
    name: entity.plural,
    description: entity.description,
    total,
    latest: items.map((item) => ({ href: `/${entity.path}/${item.id}`, text: records.title(entity, item) })),
    add: records.can(entity, 'create')
      ? { href: `/${entity.path}/new`, text: `Add ${inText(entity.name)}` }
      : null,
  };
}

/** The first page: everything the viewer may see, at a glance. @param {Context} context @returns {Promise<HomeView>} */
export async function homeView(context) {
  const { model, viewer } = context.records;
  const shown = model.entities.filter((entity) => context.records.can(entity, 'read')).slice(0, MAX_CARDS);
  const hidden = model.entities.length > 0 && viewer.account === null;
  return {
    title: model.name,
    summary: model.summary,
    cards: await Promise.all(shown.map((entity) => card(context, entity))),
    empty: hidden
      ? 'Sign in to see what is kept here.'
      : model.entities.length > 0
        ? 'There is nothing here for your account. An administrator can change that.'
        : 'This app keeps nothing yet.',
  };
}
