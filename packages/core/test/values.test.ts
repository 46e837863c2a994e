import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalJson,
  createRedactor,
  ERROR_CODES,
  idSchema,
  isOrchardError,
  OrchardError,
  randomIds,
  Secret,
  sha256Hex,
  slugify,
  slugSchema,
  toOrchardError,
} from '../src/index.ts';

describe('Secret', () => {
  it('shows nothing however it is printed, and reveals on request', () => {
    const secret = new Secret('hunter2-hunter2');
    const shown = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect(secret, { showHidden: true, depth: 9 }),
    ];
    for (const text of shown) expect(text).not.toContain('hunter2');
    expect(secret.reveal()).toBe('hunter2-hunter2');
  });
});

describe('Redactor', () => {
  it('masks a secret in every encoding it is likely to appear in', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme-ascii' }), (secret) => {
        const redactor = createRedactor([secret]);
        const bytes = Buffer.from(secret);
        const forms = [
          secret,
          bytes.toString('base64'),
          bytes.toString('base64url'),
          bytes.toString('hex'),
          encodeURIComponent(secret),
          JSON.stringify(secret).slice(1, -1),
        ];
        for (const form of forms) {
          const bare = form.replace(/=+$/, '');
          expect(redactor.redact(`before ${form} after`)).not.toContain(` ${bare}`);
        }
      }),
    );
  });

  it('leaves text alone that holds no secret, and does not search for very short ones', () => {
    expect(createRedactor(['abc', 'long-secret']).redact('abc def')).toBe('abc def');
  });
});

describe('ids and slugs', () => {
  it('are unique and of the documented form', () => {
    const ids = new Set(Array.from({ length: 1_000 }, () => randomIds.next('project')));
    expect(ids.size).toBe(1_000);
    for (const id of ids) expect(idSchema.safeParse(id).success).toBe(true);
  });

  it('make a host label of any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(slugSchema.safeParse(slugify(name)).success).toBe(true);
      }),
    );
    expect(slugify('Cool Project!')).toBe('cool-project');
    expect(slugify('Größe & Maß')).toBe('grosse-mass');
  });
});

describe('hashes', () => {
  it('equal the platform’s SHA-256 and do not depend on key order', async () => {
    const { createHash } = await import('node:crypto');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(sha256Hex(text)).toBe(createHash('sha256').update(text).digest('hex'));
      }),
    );
    expect(canonicalJson({ b: [1, { d: 1, c: 2 }], a: 1 })).toBe('{"a":1,"b":[1,{"c":2,"d":1}]}');
  });
});

describe('OrchardError', () => {
  it('is recognised across copies of the package and carries its table row', () => {
    const error = new OrchardError('NOT_FOUND', 'No project "x".');
    expect(isOrchardError(error)).toBe(true);
    expect(isOrchardError({ [Symbol.for('orchard.error')]: true })).toBe(true);
    expect(isOrchardError(new Error('x'))).toBe(false);
    expect(error.status).toBe(404);
    expect(toOrchardError(new TypeError('boom')).code).toBe('INTERNAL');
  });

  it('has a cause and a remedy, as sentences, for every code', () => {
    for (const [code, row] of Object.entries(ERROR_CODES)) {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
      for (const sentence of [row.cause, row.remedy]) expect(sentence).toMatch(/^[A-Z].*\.$/);
    }
  });
});
