import {
  editView,
  removeRecord,
  removeView,
  saveRecord,
  toggleField,
  wayBack,
} from '../lib/actions/record-actions.js';
import { fileResponse } from '../lib/api/files.js';
import { readListQuery } from '../lib/api/listing.js';
import { MAX_UPLOAD_BODY_BYTES, readForm, textOf } from '../lib/http/body.js';
import { recordId } from '../lib/http/call.js';
import { formTokens, mayProve, refuseForeign, sourceOf } from '../lib/http/guards.js';
import { HttpProblem } from '../lib/http/problem.js';
import { page, seeOther } from '../lib/http/responses.js';
import { detailView } from '../lib/views/detail.js';
import { formView, newTexts } from '../lib/views/form.js';
import { homeView } from '../lib/views/home.js';
import { listView } from '../lib/views/list.js';
import { shellView } from '../lib/views/shell.js';
import { inText } from '../lib/views/words.js';
import { AccountRoutes } from './account-routes.js';
import { addedPage } from './added.js';
import { detailPage } from './detail.js';
import { formPage } from './form.js';
import { gapsPage } from './gaps.js';
import { homePage } from './home.js';
import { listPage } from './list.js';
import { messagePage } from './message.js';
import { removePage } from './remove.js';

/**
 * @import { ActionContext } from '../lib/actions/record-actions.js'
 * @import { Application } from '../lib/application.js'
 * @import { Call } from '../lib/http/call.js'
 * @import { Entity, StoredRecord } from '../lib/types.d.ts'
 * @import { Frame } from './layout.js'
 */

/** The pages for people: plain HTML, no script. */
export class Pages {
  #app;
  #tokens;
  #accounts;

  /** @param {Application} app */
  constructor(app) {
    this.#app = app;
    this.#tokens = formTokens(app.parts.secret);
    this.#accounts = new AccountRoutes(app, this);
  }

  /** @param {Call} call @returns {Promise<Response>} */
  async answer(call) {
    const [path, id, verb] = call.segments;
    if (path === 'files') return fileResponse(call);
    const ofAccounts = this.#app.parts.model.access.enforced ? await this.#accounts.answer(call) : undefined;
    if (ofAccounts !== undefined) return ofAccounts;
    if (call.segments.length > 3) throw new HttpProblem(404, 'There is no such page.');
    if (path === undefined)
      return this.read(call, async (frame) => homePage(frame, await homeView(this.#context(call))));
    if (path === 'gaps' && id === undefined)
      return this.read(call, async (frame) => gapsPage(frame, this.#app.parts.model.gaps));
    const entity = this.#app.parts.model.entities.find((candidate) => candidate.path === path);
    if (entity === undefined) throw new HttpProblem(404, 'There is no such page.');
    if (id === undefined) return this.#collection(entity, call);
    if (id === 'new' && verb === undefined) return this.#new(entity, call);
    return this.#one(entity, call, { id: recordId(id), verb });
  }

  /** What went wrong, as a page. @param {Call | undefined} call @param {HttpProblem} problem @param {Frame} fallback */
  problem(call, problem, fallback) {
    const frame = call === undefined ? fallback : this.frame(call);
    const response = page(problem.status, messagePage(frame, problem));
    for (const [name, value] of Object.entries(problem.headers)) response.headers.set(name, value);
    return response;
  }

  /** What stands around a page. @param {Call} call @param {string} [current] path of the entity it belongs to @returns {Frame} */
  frame(call, current) {
    return { shell: shellView(call.records, current), token: this.#tokens.issue(call.session?.id ?? '') };
  }

  /** @param {Call} call @param {(frame: Frame) => Promise<{ toString(): string }>} render @param {string} [current] */
  async read(call, render, current) {
    if (call.method !== 'GET' && call.method !== 'HEAD') {
      throw new HttpProblem(405, 'This page can only be read.', { headers: { allow: 'GET, HEAD' } });
    }
    return page(200, await render(this.frame(call, current)));
  }

  /** A form that came from a page of ours. @param {Call} call @param {{ hasFiles?: boolean }} [options] */
  async form({ request, session }, { hasFiles = false } = {}) {
    const form = await readForm(request, hasFiles ? { limit: MAX_UPLOAD_BODY_BYTES } : {});
    const source = sourceOf(request.headers);
    // A page in a sandboxed frame has no origin; the token shows that the form is ours.
    const { enforced } = this.#app.parts.model.access;
    const proven =
      source === 'nowhere' &&
      mayProve(request.headers, { signedIn: session !== undefined, enforced }) &&
      this.#tokens.accepts(textOf(form, '_token'), session?.id ?? '');
    if (source !== 'here' && !proven) refuseForeign();
    return form;
  }

  /** @param {Call} call @returns {ActionContext} */
  #context({ records }) {
    const { config, accounts } = this.#app.parts;
    return { records, timeZone: config.timeZone, accounts };
  }

  /** @param {Entity} entity @param {Call} call */
  async #collection(entity, call) {
    if (call.method === 'POST') return this.#save(entity, call, undefined);
    const said = call.query.has('deleted') ? 'deleted' : call.query.has('added') ? 'added' : undefined;
    const notice = said === undefined ? undefined : `The ${inText(entity.name)} was ${said}.`;
    return this.read(
      call,
      async (frame) =>
        listPage(
          frame,
          await listView(this.#context(call), entity, readListQuery(entity, call.query)),
          notice,
        ),
      entity.path,
    );
  }

  /** @param {Entity} entity @param {Call} call */
  async #new(entity, call) {
    if (!call.records.can(entity, 'create')) call.records.deny();
    if (call.query.has('added') && !call.records.can(entity, 'read'))
      return this.read(call, async (frame) => addedPage(frame, entity), entity.path);
    const texts = newTexts(entity, call.query);
    return this.read(
      call,
      async (frame) =>
        formPage(
          frame,
          await formView(this.#context(call), entity, { record: undefined, texts, problems: [] }),
        ),
      entity.path,
    );
  }

  /** @param {Entity} entity @param {Call} call @param {{ id: number, verb: string | undefined }} wanted */
  async #one(entity, call, { id, verb }) {
    const record = await call.records.get(entity, id);
    if (record === undefined) throw new HttpProblem(404, `There is no such ${entity.name}.`);
    const posting = call.method === 'POST';
    switch (verb) {
      case undefined:
        return posting ? this.#save(entity, call, record) : this.#detail(entity, call, record);
      case 'edit':
        return this.read(
          call,
          async (frame) => formPage(frame, await editView(this.#context(call), entity, record)),
          entity.path,
        );
      case 'delete':
        await call.records.mustChange(entity, id, 'delete');
        if (posting) return this.#remove(entity, call, record);
        return this.read(
          call,
          async (frame) => removePage(frame, removeView(this.#context(call), entity, record, [])),
          entity.path,
        );
      case 'toggle':
        if (posting) return this.#toggle(entity, call, record);
        throw new HttpProblem(405, 'This address takes forms only.', { headers: { allow: 'POST' } });
      default:
        throw new HttpProblem(404, 'There is no such page.');
    }
  }

  /** @param {Entity} entity @param {Call} call @param {StoredRecord} record */
  #detail(entity, call, record) {
    const notice = call.query.has('saved') ? 'Your changes were saved.' : undefined;
    return this.read(
      call,
      async (frame) => detailPage(frame, await detailView(this.#context(call), entity, record), notice),
      entity.path,
    );
  }

  /** @param {Entity} entity @param {Call} call @param {StoredRecord | undefined} record */
  async #save(entity, call, record) {
    // Before anything is read: whoever may not save sends nothing that has to be held.
    if (record !== undefined) await call.records.mustChange(entity, record.id, 'update');
    else if (!call.records.can(entity, 'create')) call.records.deny();
    const hasFiles = entity.fields.some((field) => field.type === 'file');
    const form = await this.form(call, { hasFiles });
    const result = await saveRecord(this.#context(call), entity, { id: record?.id, form });
    if ('view' in result) return page(422, formPage(this.frame(call, entity.path), result.view));
    // Whoever may add but not look is told so on a page of its own.
    const list = `/${entity.path}${call.records.can(entity, 'read') ? '' : '/new'}?added=${result.saved}`;
    return seeOther(record === undefined ? list : `/${entity.path}/${record.id}?saved=1`);
  }

  /** @param {Entity} entity @param {Call} call @param {StoredRecord} record */
  async #remove(entity, call, record) {
    await this.form(call);
    const result = await removeRecord(this.#context(call), entity, record);
    if ('view' in result) return page(409, removePage(this.frame(call, entity.path), result.view));
    return seeOther(`/${entity.path}?deleted=${record.id}`);
  }

  /** @param {Entity} entity @param {Call} call @param {StoredRecord} record */
  async #toggle(entity, call, record) {
    const form = await this.form(call);
    await toggleField(this.#context(call), entity, { record, key: textOf(form, '_field') });
    return seeOther(wayBack(textOf(form, '_back'), `/${entity.path}`));
  }
}
