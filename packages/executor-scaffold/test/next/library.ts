import { expect } from 'vitest';
import type { RunningApp } from '../running-app.ts';
import { type HttpAnswer, httpSession } from '../support/http-session.ts';
import { type Sending, sendForm } from '../support/send-form.ts';

export const PASSWORD = 'correct horse battery';

interface Someone {
  ask(path: string, init?: RequestInit): Promise<HttpAnswer>;
  submit(page: string, fields: Readonly<Record<string, string>>, sending?: Sending): Promise<HttpAnswer>;
}

/** Somebody with a browser without scripts. */
export function someoneAt({ url }: RunningApp): Someone {
  const ask = httpSession(() => url);
  return {
    ask,
    submit: (page, fields, sending = {}) =>
      sendForm(ask, page, fields, { ...sending, headers: { origin: url, ...sending.headers } }),
  };
}

/** Lines of the log that a fault wrote, or no line of the log at all. */
export const faultsOf = (app: RunningApp): string[] =>
  app.output.filter((line) => line.includes('"level":"error"') || !line.startsWith('{'));

interface Library {
  readonly app: RunningApp;
  readonly chief: Someone;
  readonly mia: Someone;
  readonly max: Someone;
}

/** A library with a librarian and two members, who have a loan each. */
export async function openLibrary(app: RunningApp): Promise<Library> {
  const chief = someoneAt(app);
  await chief.submit('/sign-up', { name: 'Chief', email: 'chief@example.org', password: PASSWORD });
  await chief.submit('/books/new', { title: 'Kindred', kind: 'Novel' });
  const join = async (name: string): Promise<Someone> => {
    const account = { name, email: `${name}@example.org`, role: 'member' };
    const { text } = await chief.submit('/administration', account);
    const member = someoneAt(app);
    await member.submit(/\/invitation\/[\w-]+/.exec(text)?.[0] ?? '', { password: PASSWORD });
    const added = await member.submit('/loans/new', { note: `Secret of ${name}`, book: '1' });
    expect(added.headers.get('location')).toMatch(/^\/loans\?added=\d$/);
    return member;
  };
  return { app, chief, mia: await join('mia'), max: await join('max') };
}
