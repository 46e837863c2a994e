import { filledIn, formWith } from './html-forms.ts';
import type { HttpAnswer } from './http-session.ts';

export interface Sending {
  /** What the sender changes that people cannot: where the form goes, and what is hidden in it. */
  readonly forge?: (text: string) => string;
  /** Sent besides what the form has. */
  readonly extra?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Who opens the page, when it is somebody else. */
  readonly openedBy?: { get(path: string): Promise<HttpAnswer> };
}

/**
 * Opens a page, fills in the form that has these fields and sends it, as a browser without scripts does.
 *
 * @throws Error when the page has no such form
 */
export async function sendForm(
  ask: (path: string, init?: RequestInit) => Promise<HttpAnswer>,
  page: string,
  fields: Readonly<Record<string, string>>,
  { forge = (text) => text, extra = {}, headers = {}, openedBy }: Sending = {},
): Promise<HttpAnswer> {
  const { status, text } = await (openedBy?.get(page) ?? ask(page, { headers: { accept: 'text/html' } }));
  const form = formWith(text, fields);
  if (form === undefined)
    throw new Error(`No form with ${Object.keys(fields).join(', ')} at ${page}: ${status}`);
  const values = new Map([...form.values].map(([name, given]) => [name, given.map(forge)]));
  return ask(form.action === '' ? page : forge(form.action), {
    method: 'POST',
    headers: { accept: 'text/html', ...headers },
    body: filledIn({ ...form, values }, { ...fields, ...extra }),
  });
}
