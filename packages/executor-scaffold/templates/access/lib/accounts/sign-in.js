import { isForLoopback, isHttps } from '../http/guards.js';
import { HttpProblem } from '../http/problem.js';
import { normalEmail } from './accounts.js';
import { Throttle } from './throttle.js';

/**
 * @import { Config } from '../config.js'
 * @import { AccountEntry, Accounts } from './accounts.js'
 * @import { Session, Sessions } from './sessions.js'
 */

const LIFE_SECONDS = 14 * 86_400;
/** Failures in a quarter of an hour: of one client for one account, of anybody for one account, of one client. */
const LIMITS = { pair: 10, account: 100, client: 100 };
/** New accounts of one client in a quarter of an hour, with those that were refused: each costs time, and tells who has one. */
const MAX_SIGN_UPS = 100;

/** @param {number} wait in seconds @returns {never} */
function refuseFor(wait) {
  throw new HttpProblem(429, `Too many tries. Try again in ${Math.ceil(wait / 60)} minutes.`, {
    headers: { 'retry-after': String(wait) },
  });
}

/** @param {Headers} headers */
const bearerOf = (headers) => /^Bearer ([\w-]+)$/i.exec(headers.get('authorization') ?? '')?.[1];

/** @param {Headers} headers @param {string} name */
function cookieOf(headers, name) {
  const cookies = (headers.get('cookie') ?? '').split(/;\s*/);
  return cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Signing in and out: which session a request has, and the cookie that carries it. */
export class SignIn {
  #accounts;
  #sessions;
  #config;
  #cookieName;
  #throttle = new Throttle();

  /** @param {{ accounts: Accounts, sessions: Sessions, config: Config, appKey: string }} parts `appKey`: differs from app to app; cookies are shared by all ports of a host */
  constructor({ accounts, sessions, config, appKey }) {
    this.#accounts = accounts;
    this.#sessions = sessions;
    this.#config = config;
    this.#cookieName = `session_${appKey}`;
  }

  /** @param {Headers} headers @returns {Promise<Session | undefined>} */
  session(headers) {
    return this.#sessions.find(bearerOf(headers) ?? this.#kept(headers));
  }

  /**
   * @param {{ email: string, password: string }} credentials
   * @param {string} client address of who asks
   * @returns {Promise<AccountEntry | undefined>} undefined when they do not fit
   */
  async check({ email, password }, client) {
    // As it is looked up: another way of writing it is no way around the limit.
    const account = normalEmail(email);
    /** @type {readonly (readonly [string, number])[]} */
    const keys = [
      [JSON.stringify([client, account]), LIMITS.pair],
      [`account ${account}`, LIMITS.account],
      [`client ${client}`, LIMITS.client],
    ];
    const wait = Math.max(...keys.map(([key, limit]) => this.#throttle.waitSeconds(key, limit)));
    if (wait > 0) refuseFor(wait);
    // Counted before the slow part, so that many tries at once are no way around.
    for (const [key] of keys) this.#throttle.failed(key);
    const found = await this.#accounts.authenticate(email, password);
    if (found !== undefined) for (const [key] of keys) this.#throttle.takeBack(key);
    return found;
  }

  /** Ends a request of a client that asks for accounts over and over. @param {string} client address of who asks */
  countSignUp(client) {
    const key = `sign-up ${client}`;
    const wait = this.#throttle.waitSeconds(key, MAX_SIGN_UPS);
    if (wait > 0) refuseFor(wait);
    this.#throttle.failed(key);
  }

  /** Starts a session, in place of the one that the browser had. @param {number} account @param {Headers} headers @returns {Promise<{ token: string, cookie: string }>} */
  async start(account, headers) {
    const token = await this.#sessions.start(account);
    await this.#sessions.endToken(this.#kept(headers));
    return { token, cookie: this.#cookie(token, LIFE_SECONDS, headers) };
  }

  /** Ends the session of a request. @param {Headers} headers @returns {Promise<string>} the cookie that forgets it */
  async end(headers) {
    const session = await this.session(headers);
    if (session !== undefined) await this.#sessions.end(session.id);
    return this.#cookie('', 0, headers);
  }

  /** The token in the cookie of a request. @param {Headers} headers */
  #kept(headers) {
    return cookieOf(headers, this.#nameFor(headers));
  }

  /** By https nobody else can set the cookie: no page that came by http, and no other name of the same site. @param {Headers} headers */
  #nameFor(headers) {
    return isHttps(headers, this.#config) ? `__Host-${this.#cookieName}` : this.#cookieName;
  }

  /** @param {string} value @param {number} maxAge in seconds @param {Headers} headers */
  #cookie(value, maxAge, headers) {
    // The preview shows the app in a frame of another site on this machine, where browsers keep no other cookies.
    const framed = isForLoopback(headers) && headers.get('sec-fetch-dest') === 'iframe';
    const attributes = framed
      ? '; SameSite=None; Secure; Partitioned'
      : `; SameSite=Lax${isHttps(headers, this.#config) ? '; Secure' : ''}`;
    return `${this.#nameFor(headers)}=${value}; Path=/; HttpOnly; Max-Age=${maxAge}${attributes}`;
  }
}
