import { htmlForms } from '../../packages/executor-scaffold/test/support/html-forms.ts';
import {
  type HttpAnswer,
  httpSession,
  jsonRequest,
} from '../../packages/executor-scaffold/test/support/http-session.ts';
import { type Sending, sendForm } from '../../packages/executor-scaffold/test/support/send-form.ts';

interface Answer extends HttpAnswer {
  // What an app answers is checked by the tests themselves.
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

/** Somebody who uses an app over HTTP; cookies are kept, as a browser does. */
export interface Visitor {
  get(path: string): Promise<Answer>;
  send(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Opens a page, fills in the form that has these fields and sends it. @throws when there is no such form */
  submit(page: string, fields: Readonly<Record<string, string>>, sending?: Sending): Promise<Answer>;
  /** Adds a record below `/api`. @returns its id; @throws when the app refuses it */
  add(path: string, body: object): Promise<number>;
  /** The records of a list, newest first unless the path says otherwise. */
  list(path: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  signUp(name: string): Promise<void>;
}

const PASSWORD = 'a long enough password';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asAnswer = (answer: HttpAnswer): Answer => ({
  ...answer,
  json: isRecord(answer.json) ? answer.json : undefined,
});

/** Somebody new. @param url of the app; asked for each time, since a rebuilt app has another one */
export function visitorOf(url: () => string): Visitor {
  const session = httpSession(url);
  const ask = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const headers = { accept: 'text/html', ...Object.fromEntries(new Headers(init.headers)) };
    const answer = await session(path, { ...init, headers });
    return asAnswer(answer);
  };
  const send: Visitor['send'] = (method, path, body) => ask(path, jsonRequest(method, body));
  const submit: Visitor['submit'] = async (page, fields, sending = {}) => {
    const { origin } = new URL(url());
    const sent = await sendForm(ask, page, fields, { ...sending, headers: { origin, ...sending.headers } });
    return asAnswer(sent);
  };
  return {
    get: (path) => ask(path),
    send,
    submit,
    add: async (path, body) => {
      const { status, text, json } = await send('POST', `/api/${path}`, body);
      if (status !== 201 || typeof json?.id !== 'number') throw new Error(`POST ${path}: ${status} ${text}`);
      return json.id;
    },
    list: async (path) => {
      const { status, text, json } = await send('GET', `/api/${path}`);
      if (status !== 200 || !Array.isArray(json?.items)) throw new Error(`GET ${path}: ${status} ${text}`);
      return json.items.filter(isRecord);
    },
    signUp: async (name) => {
      const email = `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@example.org`;
      const { status, text } = await submit('/sign-up', { name, email, password: PASSWORD });
      if (status !== 303) throw new Error(`${name} could not sign up: ${status} ${text}`);
    },
  };
}

/** An account that an administrator adds, taken up by whoever got the link. */
export async function invite(
  administrator: Visitor,
  guest: Visitor,
  account: { readonly name: string; readonly role: string },
): Promise<void> {
  const email = `${account.name.toLowerCase().replace(/[^a-z]+/g, '.')}@example.org`;
  const added = await administrator.submit('/administration', { ...account, email });
  const link = /\/invitation\/[\w-]+/.exec(added.text)?.[0];
  if (link === undefined) throw new Error(`No link for ${account.name}: ${added.status} ${added.text}`);
  const { status, text } = await guest.submit(link, { password: PASSWORD });
  if (status !== 303) throw new Error(`The link does not work: ${status} ${text}`);
}

/** The number of an account, as the page for administrators has it. */
export async function accountOf(administrator: Visitor, name: string): Promise<string> {
  const { text } = await administrator.get('/administration');
  const form = htmlForms(text).find(({ markup }) => markup.includes(`Role of ${name}`));
  const [account] = form?.values.get('account') ?? [];
  if (account === undefined) throw new Error(`${name} has no account.`);
  return account;
}
