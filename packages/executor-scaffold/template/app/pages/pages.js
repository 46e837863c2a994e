import { validate } from '../data/validation.js';
import { refuseForeign, sourceOf } from '../http/guards.js';
import { readListQuery } from '../http/listing.js';
import { readForm, recordId } from '../http/request.js';
import { HttpProblem, page, seeOther } from '../http/responses.js';
import { fieldOf } from '../model.js';
import { detailPage } from './detail.js';
import { formPage } from './form.js';
import { fromForm, toForm } from './form-values.js';
import { gapsPage } from './gaps.js';
import { homePage } from './home.js';
import { listPage } from './list.js';
import { removePage } from './remove.js';
import { inText } from './values.js';

/**
 * @import { formTokens } from '../http/guards.js'
 * @import { Call } from '../http/request.js'
 * @import { Answer } from '../http/responses.js'
 * @import { Store } from '../data/store.js'
 * @import { AppModel, Entity, StoredRecord } from '../types.d.ts'
 * @import { View } from './values.js'
 */

/** The pages for people: plain HTML, no script. */
export class Pages {
  #view;
  #tokens;

  /** @param {AppModel} model @param {Store} store @param {ReturnType<typeof formTokens>} tokens */
  constructor(model, store, tokens) {
    /** @type {View} */
    this.#view = { model, store, token: tokens.issue };
    this.#tokens = tokens;
  }

  /** @param {Call} call @returns {Promise<Answer>} */
  async answer(call) {
    const [path, id, verb] = call.segments;
    if (call.segments.length > 3) throw new HttpProblem(404, 'There is no such page.');
    if (path === undefined) return this.#read(call, () => homePage(this.#view));
    if (path === 'gaps' && id === undefined) return this.#read(call, () => gapsPage(this.#view.model));
    const entity = this.#view.model.entities.find((candidate) => candidate.path === path);
    if (entity === undefined) throw new HttpProblem(404, 'There is no such page.');
    if (id === undefined) return this.#collection(entity, call);
    if (id === 'new' && verb === undefined) return this.#read(call, () => this.#newForm(entity, call));
    return this.#one(entity, call, this.#existing(entity, id), verb);
  }

  /** @param {Call} call @param {() => { toString(): string }} render */
  #read(call, render) {
    if (call.method !== 'GET' && call.method !== 'HEAD') {
      throw new HttpProblem(405, 'This page can only be read.', { headers: { allow: 'GET, HEAD' } });
    }
    return page(200, render());
  }

  /** @param {Call} call */
  async #readForm(call) {
    const form = await readForm(call.request);
    const source = sourceOf(call.request);
    // A page in a sandboxed frame has no origin; the token shows that the form is ours.
    if (source === 'elsewhere' || (source === 'nowhere' && !this.#tokens.accepts(form.get('_token'))))
      refuseForeign();
    return form;
  }

  /** @param {Entity} entity @param {string} text */
  #existing(entity, text) {
    const record = this.#view.store.get(entity, recordId(text));
    if (record === undefined) throw new HttpProblem(404, `There is no such ${entity.name}.`);
    return record;
  }

  /** @param {Entity} entity @param {Call} call */
  async #collection(entity, call) {
    if (call.method === 'POST') return this.#save(entity, call, undefined);
    return this.#read(call, () => {
      const query = readListQuery(entity, call.query);
      const notice = call.query.has('deleted')
        ? `The ${inText(entity.name)} was deleted.`
        : call.query.has('added')
          ? `The ${inText(entity.name)} was added.`
          : undefined;
      return listPage(this.#view, entity, { query, result: this.#view.store.list(entity, query), notice });
    });
  }

  /** @param {Entity} entity @param {Call} call @param {StoredRecord} record @param {string | undefined} verb */
  async #one(entity, call, record, verb) {
    const view = this.#view;
    const posting = call.method === 'POST';
    switch (verb) {
      case undefined:
        if (posting) return this.#save(entity, call, record);
        return this.#read(call, () => {
          const notice = call.query.has('saved') ? 'Your changes were saved.' : undefined;
          return detailPage(view, entity, { record, notice });
        });
      case 'edit':
        return this.#read(call, () =>
          this.#form(entity, record, { values: toForm(entity, record), problems: [] }),
        );
      case 'delete':
        if (posting) return this.#remove(entity, call, record);
        return this.#read(call, () => removePage(view, entity, { record, blockedBy: [] }));
      case 'toggle':
        if (posting) return this.#toggle(entity, call, record);
        throw new HttpProblem(405, 'This address takes forms only.', { headers: { allow: 'POST' } });
      default:
        throw new HttpProblem(404, 'There is no such page.');
    }
  }

  /** @param {Entity} entity @param {StoredRecord | undefined} record @param {{ values: ReadonlyMap<string, string>, problems: readonly import('../types.d.ts').Problem[] }} state */
  #form(entity, record, state) {
    const title = record === undefined ? '' : this.#view.store.title(entity, record);
    return formPage(this.#view, entity, { id: record?.id ?? null, title, ...state });
  }

  /** Empty but for defaults, and what a link filled in. @param {Entity} entity @param {Call} call */
  #newForm(entity, call) {
    const values = new Map(
      entity.fields.map((field) => [
        field.key,
        call.query.get(field.key) ?? (field.default === null ? '' : String(field.default)),
      ]),
    );
    return this.#form(entity, undefined, { values, problems: [] });
  }

  /** @param {Entity} entity @param {Call} call @param {StoredRecord | undefined} record */
  async #save(entity, call, record) {
    const form = await this.#readForm(call);
    const { input, text, problems: unreadable } = fromForm(entity, form);
    const { values, problems } = validate(entity, input, { partial: false, defaults: false });
    const complaints = [...unreadable, ...problems];
    const store = this.#view.store;
    const saved =
      complaints.length > 0
        ? { problems: complaints }
        : record === undefined
          ? store.create(entity, values)
          : store.update(entity, record.id, values);
    if ('problems' in saved)
      return page(422, this.#form(entity, record, { values: text, problems: saved.problems }));
    return seeOther(
      record === undefined ? `/${entity.path}?added=${saved.id}` : `/${entity.path}/${record.id}?saved=1`,
    );
  }

  /** @param {Entity} entity @param {Call} call @param {StoredRecord} record */
  async #remove(entity, call, record) {
    await this.#readForm(call);
    const { blockedBy } = this.#view.store.remove(entity, record.id);
    if (blockedBy.length > 0) return page(409, removePage(this.#view, entity, { record, blockedBy }));
    return seeOther(`/${entity.path}?deleted=${record.id}`);
  }

  /** @param {Entity} entity @param {Call} call @param {StoredRecord} record */
  async #toggle(entity, call, record) {
    const form = await this.#readForm(call);
    const field = fieldOf(entity, form.get('_field') ?? '');
    if (field?.type !== 'boolean') throw new HttpProblem(400, 'There is nothing to turn over.');
    const saved = this.#view.store.update(
      entity,
      record.id,
      new Map([[field.key, record[field.key] !== true]]),
    );
    if ('problems' in saved)
      throw new HttpProblem(422, 'The change could not be saved.', { errors: saved.problems });
    const back = form.get('_back') ?? '';
    // Only a path of this app: `//host` and `/\host` would lead elsewhere.
    return seeOther(/^\/(?![/\\])[\x21-\x7e]*$/.test(back) ? back : `/${entity.path}`);
  }
}
