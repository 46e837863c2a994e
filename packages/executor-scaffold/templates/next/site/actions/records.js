'use server';

import { refresh } from 'next/cache';
import { RedirectType, redirect } from 'next/navigation';
import { removeRecord, saveRecord, toggleField, wayBack } from '../../lib/actions/record-actions.js';
import { textOf } from '../../lib/http/body.js';
import { HttpProblem } from '../../lib/http/problem.js';
import { entityNamed, recordAt } from '../records.js';
import { answerForm, obeyForm, refusal } from './answer.js';

/**
 * @import { RemoveView } from '../../lib/views/types.d.ts'
 * @import { Complaint } from './answer.js'
 * @typedef {{ readonly entity: string, readonly id: string | null }} Subject parts of the address; the server checks them
 * @typedef {{ readonly values: readonly string[], readonly problem: string | null }} Entered
 * @typedef {{ readonly attempt: string, readonly problems: readonly Complaint[], readonly controls?: Readonly<Record<string, Entered>> }} FormState
 * @typedef {{ readonly attempt: string, readonly problems: readonly Complaint[], readonly blockedBy?: RemoveView['blockedBy'] }} RemoveState
 */

/** Whoever calls an action without a page may say anything. @param {unknown} said @returns {said is Subject} */
const isSubject = (said) =>
  typeof said === 'object' &&
  said !== null &&
  'entity' in said &&
  'id' in said &&
  typeof said.entity === 'string' &&
  (said.id === null || typeof said.id === 'string');

/** What a form is about. @param {unknown} said */
function subjectOf(said) {
  if (isSubject(said)) return said;
  throw new HttpProblem(404, 'There is no such page.');
}

/** Adds a record, or changes one. @param {Subject} subject @param {FormState | null} _before @param {FormData} data @returns {Promise<FormState>} */
export async function save(subject, _before, data) {
  return answerForm(data, async (visit, form) => {
    const { entity: path, id } = subjectOf(subject);
    const { records } = visit.call;
    const entity = entityNamed(records, path);
    const record = id === null ? undefined : await recordAt(records, entity, id);
    const result = await saveRecord(visit.context, entity, { id: record?.id, form });
    if ('view' in result) {
      const { controls, problems } = result.view;
      const entered = controls.map(({ key, values, problem }) => [key, { values, problem }]);
      return refusal(422, { problems, controls: Object.fromEntries(entered) });
    }
    // Whoever may add but not look stays where they were.
    const list = `/${entity.path}${records.can(entity, 'read') ? '' : '/new'}?added=${result.saved}`;
    return redirect(record === undefined ? list : `/${entity.path}/${record.id}?saved=1`);
  });
}

/** Deletes a record. @param {Subject} subject @param {RemoveState | null} _before @param {FormData} data @returns {Promise<RemoveState>} */
export async function remove(subject, _before, data) {
  return answerForm(data, async (visit) => {
    const { entity: path, id } = subjectOf(subject);
    const { records } = visit.call;
    const entity = entityNamed(records, path);
    const record = await recordAt(records, entity, id ?? '');
    const result = await removeRecord(visit.context, entity, record);
    if ('view' in result) {
      const { blockedBy } = result.view;
      return refusal(409, { problems: [], blockedBy });
    }
    return redirect(`/${entity.path}?deleted=${record.id}`);
  });
}

/** Turns a yes/no value over. @param {Subject} subject @param {FormData} data */
export async function toggle(subject, data) {
  const place = isSubject(subject) ? `/${subject.entity}/${subject.id}` : '/';
  await obeyForm(data, wayBack(place, '/'), async ({ call: { records, request }, context }, form) => {
    const { entity: path, id } = subjectOf(subject);
    const entity = entityNamed(records, path);
    const record = await recordAt(records, entity, id ?? '');
    await toggleField(context, entity, { record, key: textOf(form, '_field') });
    // With scripts the page stays where it is.
    if (request.headers.has('next-action')) refresh();
    else redirect(wayBack(textOf(form, '_back'), `/${entity.path}`), RedirectType.replace);
  });
}
