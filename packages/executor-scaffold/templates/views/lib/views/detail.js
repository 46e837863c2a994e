import { referencesTo } from '../model.js';
import { moment, shower, titlesIn } from './shown.js';
import { inText } from './words.js';

/**
 * @import { Entity, Field, StoredRecord } from '../types.d.ts'
 * @import { Context } from './shown.js'
 * @import { DetailView, RelatedView } from './types.d.ts'
 */

const SHOWN = 10;

/** @param {Context} context @param {StoredRecord} record @param {{ entity: Entity, field: Field }} link @returns {Promise<RelatedView>} */
async function related({ records }, record, { entity, field }) {
  const isAmbiguous = entity.fields.filter((other) => other.references === field.references).length > 1;
  const { items, total } = await records.list(entity, {
    page: 1,
    pageSize: SHOWN,
    search: '',
    sort: { key: 'id', descending: true },
    filters: new Map([[field.key, record.id]]),
  });
  return {
    plural: entity.plural,
    name: entity.name,
    note: isAmbiguous ? `Those that have it as ${inText(field.label)}.` : null,
    total,
    links: items.map((item) => ({ href: `/${entity.path}/${item.id}`, text: records.title(entity, item) })),
    addHref: records.can(entity, 'create') ? `/${entity.path}/new?${field.key}=${record.id}` : null,
    allHref: total > SHOWN ? `/${entity.path}?filter.${field.key}=${record.id}` : null,
  };
}

/** One record, and what refers to it. @param {Context} context @param {Entity} entity @param {StoredRecord} record @returns {Promise<DetailView>} */
export async function detailView(context, entity, record) {
  const { records } = context;
  const titles = await titlesIn(records, entity.fields, [record]);
  const show = shower(context, entity, { titles, short: false });
  const links = referencesTo(records.model, entity).filter((link) => records.can(link.entity, 'read'));
  const ids = [record.id];
  return {
    id: record.id,
    title: records.title(entity, record),
    plural: entity.plural,
    path: entity.path,
    href: `/${entity.path}/${record.id}`,
    canEdit: (await records.changeable(entity, ids, 'update')).has(record.id),
    canDelete: (await records.changeable(entity, ids, 'delete')).has(record.id),
    fields: entity.fields.map((field) => ({
      key: field.key,
      label: field.label,
      value: show(field, record[field.key], record.id),
    })),
    createdAt: moment(String(record.created_at), context.timeZone),
    updatedAt: moment(String(record.updated_at), context.timeZone),
    related: await Promise.all(links.map((link) => related(context, record, link))),
  };
}
