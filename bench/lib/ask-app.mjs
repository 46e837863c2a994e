const ACCOUNT = { name: 'Bench', email: 'bench@example.org', password: 'a long enough password' };
/** Of five requests each: one adds a record, four look at it in different ways. */
const TURNS = 40;

/** The cookies of a signed-in person. The first account is made where there is none. */
async function signIn(url) {
  const send = (path) =>
    fetch(`${url}${path}`, { method: 'POST', body: new URLSearchParams(ACCOUNT), redirect: 'manual' });
  const made = await send('/sign-up');
  const response = made.status === 303 ? made : await send('/sign-in');
  if (response.status !== 303) throw new Error(`Nobody could sign in: ${response.status}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/**
 * Asks an app 200 times as a signed-in person: adds records, and looks at lists, a record, forms and the API.
 *
 * @param paths of the app's entities; records of the first one need a name only
 */
export async function askApp(url, paths) {
  const headers = { cookie: await signIn(url), 'content-type': 'application/json' };
  const ask = async (path, init = {}) => {
    const response = await fetch(`${url}${path}`, { ...init, headers, redirect: 'manual' });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 300)}`);
    return text;
  };
  for (let turn = 0; turn < TURNS; turn += 1) {
    const body = JSON.stringify({ name: `Record ${turn} of ${Date.now()}` });
    const { id } = JSON.parse(await ask(`/api/${paths[0]}`, { method: 'POST', body }));
    const path = paths[turn % paths.length];
    await ask(`/${paths[0]}/${id}`);
    await ask(`/${path}`);
    await ask(`/${path}/new`);
    await ask(`/api/${path}`);
  }
}
