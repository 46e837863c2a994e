import { cookies } from 'next/headers';

const SAME_SITE = /** @type {const} */ (['lax', 'none']);

/** Sends a cookie that the library wrote as a header. @param {string} header */
export async function sendCookie(header) {
  const [pair = '', ...attributes] = header.split('; ');
  const at = pair.indexOf('=');
  const has = (/** @type {string} */ name) => attributes.includes(name);
  const attributeOf = (/** @type {string} */ name) =>
    attributes.find((attribute) => attribute.startsWith(`${name}=`))?.slice(name.length + 1);
  const sameSite = SAME_SITE.find((each) => each === attributeOf('SameSite')?.toLowerCase());
  (await cookies()).set({
    name: pair.slice(0, at),
    value: pair.slice(at + 1),
    path: '/',
    httpOnly: true,
    maxAge: Number(attributeOf('Max-Age') ?? 0),
    secure: has('Secure'),
    partitioned: has('Partitioned'),
    ...(sameSite === undefined ? {} : { sameSite }),
  });
}
