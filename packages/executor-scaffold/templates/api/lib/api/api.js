import { MAX_UPLOAD_BODY_BYTES, mediaType, readForm, readJsonFields } from '../http/body.js';
import { recordId } from '../http/call.js';
import { HttpProblem } from '../http/problem.js';
import { json, noContent } from '../http/responses.js';
import { entityAt, fieldOf } from '../model.js';
import { formInput } from './form-input.js';
import { readListQuery } from './listing.js';
import { RouteTable } from './route-table.js';

/**
 * @import { Call } from '../http/call.js'
 * @import { AppModel, Entity, Input, JsonValue, ListQuery, Problem } from '../types.d.ts'
 * @import { Match } from './route-table.js'
 */

/** @param {readonly Problem[]} errors @returns {never} */
function refuse(errors) {
  throw new HttpProblem(422, 'Some values are not valid.', { errors });
}

/** @param {Entity} entity @returns {never} */
function missing(entity) {
  throw new HttpProblem(404, `There is no such ${entity.name}.`);
}

/** The values of a record, as JSON or as a form with files. @param {Entity} entity @param {Call} call @returns {Promise<ReadonlyMap<string, Input>>} */
async function readInput(entity, { request }) {
  const hasFiles = entity.fields.some((field) => field.type === 'file');
  const options = hasFiles ? { limit: MAX_UPLOAD_BODY_BYTES } : {};
  if (mediaType(request) !== 'multipart/form-data') return readJsonFields(request, options);
  const { input, problems } = formInput(entity, await readForm(request, options), { absent: 'left out' });
  if (problems.length > 0) refuse(problems);
  return input;
}

/** What an endpoint says to a method that it does not take. @param {string} method @param {readonly Match[]} matches */
function otherMethod(method, matches) {
  const methods = new Set(matches.map(({ route }) => route.method));
  const allow = [...methods].flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : [each])).join(', ');
  if (method === 'OPTIONS') return noContent({ allow });
  throw new HttpProblem(405, `This endpoint answers ${allow} only.`, { headers: { allow } });
}

/** The JSON API: answers every route of the model below `/api`. */
export class Api {
  #model;
  #routes;

  /** @param {AppModel} model */
  constructor(model) {
    this.#model = model;
    this.#routes = new RouteTable(model.routes);
  }

  /** @param {Call} call @returns {Promise<Response>} */
  async answer(call) {
    const matches = this.#routes.find(call.segments.slice(1));
    if (matches.length === 0) throw new HttpProblem(404, 'There is no such endpoint.');
    const method = call.method === 'HEAD' ? 'GET' : call.method;
    const found = matches.find((match) => match.route.method === method);
    if (found === undefined) return otherMethod(call.method, matches);
    const { route, parameters } = found;
    if (route.action === 'gap') {
      throw new HttpProblem(501, 'This endpoint was asked for but is not built yet. See /gaps.');
    }
    const entity = entityAt(this.#model, route.entity);
    const parent = await this.#parentValue(entity, call, { route, parameters });
    switch (route.action) {
      case 'list':
        return this.#list(entity, call, parent);
      case 'create':
        return this.#create(entity, call, parent);
      case 'read':
        return json(200, (await call.records.get(entity, recordId(parameters.at(-1)))) ?? missing(entity));
      case 'replace':
      case 'update':
        return this.#change(entity, call, {
          id: recordId(parameters.at(-1)),
          partial: route.action === 'update',
        });
      case 'remove':
        return this.#remove(entity, call, recordId(parameters.at(-1)));
    }
  }

  /**
   * The reference that the address itself fills in: `/projects/7/tasks`.
   *
   * @param {Entity} entity
   * @param {Call} call
   * @param {Match} match
   * @returns {Promise<ReadonlyMap<string, JsonValue>>}
   */
  async #parentValue(entity, { records }, { route, parameters }) {
    if (route.parent === null) return new Map();
    const owner = entityAt(this.#model, fieldOf(entity, route.parent)?.references ?? null);
    const record = (await records.get(owner, recordId(parameters[0]))) ?? missing(owner);
    return new Map([[route.parent, record.id]]);
  }

  /** @param {Entity} entity @param {Call} call @param {ReadonlyMap<string, JsonValue>} parent */
  async #list(entity, call, parent) {
    const query = readListQuery(entity, call.query);
    /** @type {ListQuery} */
    const narrowed = { ...query, filters: new Map([...query.filters, ...parent]) };
    const { items, total } = await call.records.list(entity, narrowed);
    return json(200, { items, total, page: query.page, pageSize: query.pageSize });
  }

  /** @param {Entity} entity @param {Call} call @param {ReadonlyMap<string, JsonValue>} parent */
  async #create(entity, call, parent) {
    // Before anything is read: whoever may not add sends nothing that has to be held.
    if (!call.records.can(entity, 'create')) call.records.deny();
    const input = new Map([...(await readInput(entity, call)), ...parent]);
    const saved = await call.records.create(entity, input, { defaults: true });
    if ('problems' in saved) return refuse(saved.problems);
    return json(201, saved.record, { location: `/api/${entity.path}/${saved.record.id}` });
  }

  /** @param {Entity} entity @param {Call} call @param {{ id: number, partial: boolean }} change */
  async #change(entity, call, { id, partial }) {
    if (!call.records.can(entity, 'update')) call.records.deny();
    const input = await readInput(entity, call);
    const saved = (await call.records.update(entity, id, input, { partial })) ?? missing(entity);
    return 'problems' in saved ? refuse(saved.problems) : json(200, saved.record);
  }

  /** @param {Entity} entity @param {Call} call @param {number} id */
  async #remove(entity, call, id) {
    const { blockedBy } = (await call.records.remove(entity, id)) ?? missing(entity);
    if (blockedBy.length === 0) return noContent();
    const users = blockedBy.map(({ entity: other, count }) => `${count} × ${other.name}`).join(', ');
    throw new HttpProblem(409, `This ${entity.name} is still used by ${users}.`);
  }
}
