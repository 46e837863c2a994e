import { NOBODY } from './access/rules.js';
import { Api } from './api/api.js';
import { SessionApi } from './api/session-api.js';
import { isFull, isUnavailable } from './data/errors.js';
import { addressOf } from './http/call.js';
import { checkHost, refuseForeign, sourceOf } from './http/guards.js';
import { HttpProblem, problemJson } from './http/problem.js';
import { json } from './http/responses.js';
import { AccessDenied, Records } from './records.js';

/**
 * @import { Accounts } from './accounts/accounts.js'
 * @import { SignIn } from './accounts/sign-in.js'
 * @import { Config } from './config.js'
 * @import { Store } from './data/store.js'
 * @import { Call } from './http/call.js'
 * @import { Log } from './log.js'
 * @import { AppModel, Database } from './types.d.ts'
 *
 * @typedef {object} ApplicationParts
 * @property {AppModel} model
 * @property {Database} db
 * @property {Store} store
 * @property {Accounts} accounts
 * @property {SignIn} signIn
 * @property {Config} config
 * @property {Log} log
 * @property {Buffer} secret of this app's data, made once
 */

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What a fault looks like from outside. @param {unknown} error @param {Log} log */
export function asProblem(error, log) {
  if (error instanceof HttpProblem) return error;
  if (error instanceof AccessDenied) return new HttpProblem(error.signedIn ? 403 : 401, error.message);
  if (isFull(error)) {
    log('error', 'no room left', { error: error instanceof Error ? error.message : String(error) });
    return new HttpProblem(507, 'There is no room left to save this. Nothing of it was saved.');
  }
  if (isUnavailable(error)) {
    log('error', 'database unavailable', { error: error instanceof Error ? error.message : String(error) });
    return new HttpProblem(503, 'The data cannot be reached at the moment. Try again in a minute.', {
      headers: { 'retry-after': '30' },
    });
  }
  const id = crypto.randomUUID();
  log('error', 'request failed', { id, error: error instanceof Error ? error.stack : String(error) });
  return new HttpProblem(500, `An unexpected fault. It is in the log under ${id}.`);
}

/**
 * What every request goes through, whatever shows the pages: who asks, and the API below `/api`.
 */
export class Application {
  #api;
  #sessionApi;

  /** @param {ApplicationParts} parts */
  constructor(parts) {
    this.parts = parts;
    this.#api = new Api(parts.model);
    this.#sessionApi = new SessionApi(parts.signIn);
  }

  /**
   * Finds out who asks. @throws HttpProblem for another host
   *
   * @param {Request} request
   * @param {string} client address of who asks
   * @returns {Promise<Call>}
   */
  async open(request, client) {
    const { model, store, signIn, config } = this.parts;
    checkHost(request.headers, config);
    const address = addressOf(request);
    const session = model.access.enforced ? await signIn.session(request.headers) : undefined;
    const viewer = session === undefined ? NOBODY : { account: session.account };
    return { ...address, request, session, client, records: new Records({ model, store, viewer }) };
  }

  /** Whether the app can serve at all. */
  async health() {
    await this.parts.db.query('SELECT 1 AS one');
    return json(200, { status: 'ok' });
  }

  /** Answers a request below `/api`. @param {Call} call @returns {Promise<Response>} */
  async api(call) {
    if (!SAFE_METHODS.has(call.method) && sourceOf(call.request.headers) !== 'here') refuseForeign();
    const ofSession = this.parts.model.access.enforced && this.#sessionApi.answers(call);
    return ofSession ? this.#sessionApi.answer(call) : this.#api.answer(call);
  }

  /** The whole way of a request below `/api`. @param {Request} request @param {string} client address of who asks */
  async answerApi(request, client) {
    try {
      return await this.api(await this.open(request, client));
    } catch (error) {
      return this.problemResponse(error);
    }
  }

  /** @param {unknown} error */
  problem(error) {
    return asProblem(error, this.parts.log);
  }

  /** @param {unknown} error */
  problemResponse(error) {
    return problemJson(this.problem(error));
  }
}
