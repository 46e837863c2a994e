import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Cost as OWASP recommends for scrypt: 32 MB and three rounds. */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 2 ** 20 };
const KEY_BYTES = 32;
const MIN_LENGTH = 8;
const MAX_LENGTH = 200;

/** @param {string} password @param {Buffer} salt @returns {Promise<Buffer>} */
const derive = (password, salt) =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, COST, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });

/** @param {string} password @returns {string | undefined} what is wrong with it */
export function passwordProblem(password) {
  if ([...password].length < MIN_LENGTH) return `must have at least ${MIN_LENGTH} characters`;
  return password.length > MAX_LENGTH ? `must have at most ${MAX_LENGTH} characters` : undefined;
}

/** A salted hash that says how it was made. @param {string} password */
export async function hashPassword(password) {
  const salt = randomBytes(16);
  const key = await derive(password, salt);
  return `scrypt$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** Stands in for an account that does not exist, so that asking for one takes as long. */
const NOBODYS = `scrypt$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** @param {string} password @param {string | null} stored null when there is no account, or it has no password yet */
export async function passwordFits(password, stored) {
  const [, salt = '', hash = ''] = (stored ?? NOBODYS).split('$');
  const expected = Buffer.from(hash, 'base64url');
  const key = await derive(password.slice(0, MAX_LENGTH), Buffer.from(salt, 'base64url'));
  return stored !== null && key.length === expected.length && timingSafeEqual(key, expected);
}
