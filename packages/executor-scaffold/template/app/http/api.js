import { validate } from '../data/validation.js';
import { entityAt, fieldOf } from '../model.js';
import { readListQuery } from './listing.js';
import { readJsonFields, recordId } from './request.js';
import { HttpProblem, json, noContent } from './responses.js';

/**
 * @import { Store } from '../data/store.js'
 * @import { ApiRoute, AppModel, Entity, JsonValue, ListQuery, Problem } from '../types.d.ts'
 * @import { Call } from './request.js'
 * @import { Answer } from './responses.js'
 * @typedef {{ readonly route: ApiRoute, readonly parameters: readonly string[] }} Match
 */

/** @param {readonly Problem[]} errors @returns {never} */
function refuse(errors) {
  throw new HttpProblem(422, 'Some values are not valid.', { errors });
}

/** @param {ApiRoute} route @param {readonly string[]} segments below `/api` */
function parametersOf(route, segments) {
  if (route.segments.length !== segments.length) return undefined;
  const fits = route.segments.every((part, at) => part === null || part === segments[at]);
  return fits ? segments.filter((_, at) => route.segments[at] === null) : undefined;
}

/** The JSON API: answers every route of the model below `/api`. */
export class Api {
  #model;
  #store;

  /** @param {AppModel} model @param {Store} store */
  constructor(model, store) {
    this.#model = model;
    this.#store = store;
  }

  /** @param {Call} call @returns {Promise<Answer>} */
  async answer(call) {
    const { route, parameters } = this.#find(call);
    if (route.action === 'gap') {
      throw new HttpProblem(501, 'This endpoint was asked for but is not built yet. See /gaps.');
    }
    const entity = entityAt(this.#model, route.entity);
    const parent = this.#parentValue(entity, route, parameters);
    switch (route.action) {
      case 'list':
        return this.#list(entity, call, parent);
      case 'create':
        return this.#create(entity, call, parent);
      case 'read':
        return json(200, this.#existing(entity, parameters.at(-1)));
      case 'replace':
      case 'update':
        return this.#change(entity, call, { id: parameters.at(-1), partial: route.action === 'update' });
      case 'remove':
        return this.#remove(entity, parameters.at(-1));
    }
  }

  /** @param {Call} call @returns {Match} */
  #find(call) {
    const method = call.method === 'HEAD' ? 'GET' : call.method;
    const segments = call.segments.slice(1);
    const matches = this.#model.routes.flatMap((route) => {
      const parameters = parametersOf(route, segments);
      return parameters === undefined ? [] : [{ route, parameters }];
    });
    const fitting = matches.filter(({ route }) => route.method === method);
    // A path that is spelled out goes before one with a parameter in its place.
    const [found] = fitting.toSorted((a, b) => a.parameters.length - b.parameters.length);
    if (found !== undefined) return found;
    if (matches.length === 0) throw new HttpProblem(404, 'There is no such endpoint.');
    const allow = [...new Set(matches.map(({ route }) => route.method))].join(', ');
    throw new HttpProblem(405, `This endpoint answers ${allow} only.`, { headers: { allow } });
  }

  /**
   * The reference that the address itself fills in: `/projects/7/tasks`.
   *
   * @param {Entity} entity
   * @param {ApiRoute} route
   * @param {readonly string[]} parameters
   * @returns {ReadonlyMap<string, JsonValue>}
   */
  #parentValue(entity, route, parameters) {
    if (route.parent === null) return new Map();
    const owner = entityAt(this.#model, fieldOf(entity, route.parent)?.references ?? null);
    return new Map([[route.parent, this.#existing(owner, parameters[0]).id]]);
  }

  /** @param {Entity} entity @param {string | undefined} text */
  #existing(entity, text) {
    const record = this.#store.get(entity, recordId(text));
    if (record === undefined) throw new HttpProblem(404, `There is no such ${entity.name}.`);
    return record;
  }

  /** @param {Entity} entity @param {Call} call @param {ReadonlyMap<string, JsonValue>} parent */
  #list(entity, call, parent) {
    const query = readListQuery(entity, call.query);
    /** @type {ListQuery} */
    const narrowed = { ...query, filters: new Map([...query.filters, ...parent]) };
    const { items, total } = this.#store.list(entity, narrowed);
    return json(200, { items, total, page: query.page, pageSize: query.pageSize });
  }

  /** @param {Entity} entity @param {Call} call @param {ReadonlyMap<string, JsonValue>} parent */
  async #create(entity, call, parent) {
    const input = new Map([...(await readJsonFields(call.request)), ...parent]);
    const { values, problems } = validate(entity, input, { partial: false, defaults: true });
    if (problems.length > 0) refuse(problems);
    const saved = this.#store.create(entity, values);
    if ('problems' in saved) return refuse(saved.problems);
    const answer = json(201, this.#existing(entity, String(saved.id)));
    return { ...answer, headers: { ...answer.headers, location: `/api/${entity.path}/${saved.id}` } };
  }

  /** @param {Entity} entity @param {Call} call @param {{ id: string | undefined, partial: boolean }} change */
  async #change(entity, call, { id: text, partial }) {
    const { id } = this.#existing(entity, text);
    const input = await readJsonFields(call.request);
    const { values, problems } = validate(entity, input, { partial, defaults: false });
    if (problems.length > 0) refuse(problems);
    const saved = this.#store.update(entity, id, values);
    if ('problems' in saved) return refuse(saved.problems);
    return json(200, this.#existing(entity, String(id)));
  }

  /** @param {Entity} entity @param {string | undefined} text */
  #remove(entity, text) {
    const { id } = this.#existing(entity, text);
    const { blockedBy } = this.#store.remove(entity, id);
    if (blockedBy.length === 0) return noContent();
    const users = blockedBy.map(({ entity: other, count }) => `${count} × ${other.name}`).join(', ');
    throw new HttpProblem(409, `This ${entity.name} is still used by ${users}.`);
  }
}
