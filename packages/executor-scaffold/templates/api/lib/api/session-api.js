import { readJsonFields } from '../http/body.js';
import { HttpProblem } from '../http/problem.js';
import { json, noContent } from '../http/responses.js';

/**
 * @import { Account } from '../access/rules.js'
 * @import { SignIn } from '../accounts/sign-in.js'
 * @import { Call } from '../http/call.js'
 */

const METHODS = new Set(['GET', 'HEAD', 'POST', 'DELETE']);
const ALLOW = [...METHODS].join(', ');

/** @param {Account} account */
const visible = ({ id, email, name, role }) => ({ id, email, name, role });

/** Signing in without pages: `GET`, `POST` and `DELETE /api/session`. */
export class SessionApi {
  #signIn;

  /** @param {SignIn} signIn */
  constructor(signIn) {
    this.#signIn = signIn;
  }

  /** Whether a request is one of these; other methods may be endpoints of the plan. @param {Call} call */
  answers({ method, segments }) {
    return (
      (METHODS.has(method) || method === 'OPTIONS') && segments.length === 2 && segments[1] === 'session'
    );
  }

  /** @param {Call} call @returns {Promise<Response>} */
  async answer(call) {
    switch (call.method) {
      case 'GET':
      case 'HEAD':
        if (call.session === undefined) throw new HttpProblem(401, 'Nobody is signed in.');
        return json(200, { account: visible(call.session.account) });
      case 'POST':
        return this.#start(call);
      case 'OPTIONS':
        return noContent({ allow: ALLOW });
      default:
        return noContent({ 'set-cookie': await this.#signIn.end(call.request.headers) });
    }
  }

  /** A cookie for browsers, and the same token for `Authorization: Bearer`. @param {Call} call */
  async #start({ request, client }) {
    const input = await readJsonFields(request);
    const [email, password] = [input.get('email'), input.get('password')];
    if (typeof email !== 'string' || typeof password !== 'string')
      throw new HttpProblem(422, 'Send "email" and "password" as text.');
    const account = await this.#signIn.check({ email, password }, client);
    if (account === undefined) throw new HttpProblem(401, 'Email and password do not fit together.');
    const { token, cookie } = await this.#signIn.start(account.id, request.headers);
    return json(201, { account: visible(account), token }, { 'set-cookie': cookie });
  }
}
