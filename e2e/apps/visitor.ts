interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // What an app answers is checked by the tests themselves.
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

/** Somebody who uses an app over HTTP; cookies are kept, as a browser does. */
export interface Visitor {
  get(path: string): Promise<Answer>;
  send(method: string, path: string, body?: unknown): Promise<Answer>;
  form(path: string, fields: Readonly<Record<string, string>>): Promise<Answer>;
  /** Adds a record below `/api`. @returns its id; @throws when the app refuses it */
  add(path: string, body: object): Promise<number>;
  /** The records of a list, newest first unless the path says otherwise. */
  list(path: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  signUp(name: string): Promise<void>;
}

const PASSWORD = 'a long enough password';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The cookies of one visitor. */
class Jar {
  readonly #cookies = new Map<string, string>();

  header(): Record<string, string> {
    if (this.#cookies.size === 0) return {};
    return { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  }

  keep(response: Response): void {
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

/** Somebody new. @param url of the app; asked for each time, since a rebuilt app has another one */
export function visitorOf(url: () => string): Visitor {
  const jar = new Jar();
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const headers = {
      accept: 'text/html',
      ...jar.header(),
      ...Object.fromEntries(new Headers(init.headers)),
    };
    const response = await fetch(`${url()}${path}`, { redirect: 'manual', ...init, headers });
    jar.keep(response);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parsed(text) };
  };
  const send: Visitor['send'] = (method, path, body) =>
    ask(path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  const form: Visitor['form'] = (path, fields) =>
    ask(path, { method: 'POST', body: new URLSearchParams(fields) });
  return {
    get: (path) => ask(path, {}),
    send,
    form,
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
      const { status, text } = await form('/sign-up', { name, email, password: PASSWORD });
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
  const added = await administrator.form('/administration/add', { ...account, email });
  const link = /\/invitation\/[\w-]+/.exec(added.text)?.[0];
  if (link === undefined) throw new Error(`No link for ${account.name}: ${added.status} ${added.text}`);
  const { status, text } = await guest.form(link, { password: PASSWORD });
  if (status !== 303) throw new Error(`The link does not work: ${status} ${text}`);
}
