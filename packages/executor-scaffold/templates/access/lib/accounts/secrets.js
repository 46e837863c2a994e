import { createHash, randomBytes } from 'node:crypto';

/** Something that only its holder knows: 256 random bits. */
export const newSecret = () => randomBytes(32).toString('base64url');

/** What is stored of a secret: whoever reads the database learns nothing to sign in with. @param {string} secret */
export const fingerprint = (secret) => createHash('sha256').update(secret).digest('hex');
