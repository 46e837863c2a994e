/** @param {number} status @param {unknown} value @param {Readonly<Record<string, string>>} [headers] */
export const json = (status, value, headers = {}) =>
  new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  });

/** @param {number} status @param {{ toString(): string }} markup */
export const page = (status, markup) =>
  new Response(markup.toString(), {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  });

/** After a form was saved, so that reloading does not send it again. @param {string} location @param {Readonly<Record<string, string>>} [headers] */
export const seeOther = (location, headers = {}) =>
  new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store', ...headers } });

/** @param {Readonly<Record<string, string>>} [headers] */
export const noContent = (headers = {}) => new Response(null, { status: 204, headers });
