import { type AccessRule, type Blueprint, fieldTypeSchema } from '@orchard-studio/core';
import { HOSTILE_TEXTS } from '@orchard-studio/testing';
import fc from 'fast-check';
import { accessRule, blueprint, endpoint, entity, field, token } from './blueprints.ts';

const NAMES = [
  'select',
  'Order',
  'group by',
  'table',
  'id',
  'ID',
  'created_at',
  'constructor',
  '__proto__',
  'toString',
  'then',
  'hasOwnProperty',
  '"; DROP TABLE x; --',
  '<script>alert(1)</script>',
  '../../x',
  '..\\..\\x',
  'sqlite_master',
  'app_meta',
  'タスク',
  '🍎',
  '🍏',
  'Ünïcödé',
  'x'.repeat(200),
  'a b',
  'a-b',
  'a_b',
  'api',
  'assets',
  'healthz',
  'gaps',
  'new',
  'CON',
  '\u202Eevil',
  '`$' + '{1}`',
  "'",
  '&amp;',
  '%2e%2e',
  'page',
  'sort',
  'q',
  '_token',
  'record_owner',
  'app_accounts',
  'pg_class',
  'administration',
  'sign-in',
  'files',
  'session',
  'y'.repeat(63),
  `${'y'.repeat(62)}z`,
  'ﬃ',
  'İ',
];

const nameArbitrary = fc.oneof(
  fc.constantFrom(...NAMES),
  fc.constantFrom(...HOSTILE_TEXTS).map((text) => text.trim().slice(0, 200) || 'x'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).map((text) => text.trim() || 'x'),
);

const fieldArbitrary = fc.record({
  name: nameArbitrary,
  type: fc.constantFrom(...fieldTypeSchema.options),
  required: fc.boolean(),
  unique: fc.boolean(),
  default: fc.option(nameArbitrary),
  values: fc.array(nameArbitrary, { maxLength: 4 }),
  target: fc.nat({ max: 5 }),
});

const ACTIONS: AccessRule['actions'] = ['create', 'read', 'update', 'delete'];

const ruleArbitrary = fc.record({
  role: fc.oneof(fc.constantFrom('anyone', 'signed-in', 'Admin', 'Member', 'members'), nameArbitrary),
  target: fc.option(fc.nat({ max: 3 })),
  actions: fc.subarray(ACTIONS, { minLength: 1 }),
  scope: fc.constantFrom('all' as const, 'own' as const),
});

/** A whole plan out of hostile names: references lead anywhere, also in circles and nowhere. */
export const blueprintArbitrary: fc.Arbitrary<Blueprint> = fc
  .record({
    entities: fc.array(
      fc.record({ name: nameArbitrary, fields: fc.array(fieldArbitrary, { maxLength: 7 }) }),
      { minLength: 1, maxLength: 4 },
    ),
    paths: fc.array(
      fc.record({
        path: nameArbitrary,
        method: fc.constantFrom('GET' as const, 'POST' as const, 'DELETE' as const),
      }),
      { maxLength: 3 },
    ),
    tokens: fc.array(
      fc.record({
        name: fc.constantFrom(
          'color.accent',
          'color.background',
          'color.text',
          'font.body',
          'radius.control',
        ),
        value: fc.oneof(
          nameArbitrary,
          fc.constant('red;} body{display:none'),
          fc.constant('url(http://evil.example)'),
        ),
      }),
      { maxLength: 3 },
    ),
    text: nameArbitrary,
    rules: fc.option(fc.array(ruleArbitrary, { minLength: 1, maxLength: 6 })),
  })
  .map(({ entities, paths, tokens, text, rules }) => {
    const made = entities.map(({ name }) => entity(name, [], text));
    for (const [at, { fields }] of entities.entries()) {
      made[at]?.fields.push(
        ...fields.map(({ target, ...rest }) =>
          field(rest.name, { ...rest, references: made[target]?.id ?? null }),
        ),
      );
    }
    return blueprint({
      feature: text,
      summary: text,
      entities: made,
      endpoints: paths.map(({ path, method }) =>
        endpoint(method, `/${path}`.slice(0, 300), { description: text }),
      ),
      sections: {
        access: {
          coverage: rules === null ? 'missing' : 'partial',
          rules: (rules ?? []).map(({ role, target, ...rest }) =>
            accessRule(role, (target === null ? undefined : made[target]?.id) ?? '*', rest),
          ),
        },
        designSystem: {
          coverage: 'partial',
          style: text,
          density: 'compact',
          tokens: tokens.map(({ name, value }) => token(name, value)),
        },
      },
    });
  });
