import type { Blueprint } from '@orchard-studio/core';
import { fieldTypeSchema } from '@orchard-studio/core';
import { HOSTILE_TEXTS } from '@orchard-studio/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveModel } from '../src/index.ts';
import { blueprint, endpoint, entity, field, token } from './blueprints.ts';
import { folderWorkspace } from './folder-workspace.ts';
import { build, runTask } from './run-task.ts';
import { startApp } from './running-app.ts';

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

/** A whole plan out of hostile names: references lead anywhere, also in circles and nowhere. */
const blueprintArbitrary: fc.Arbitrary<Blueprint> = fc
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
  })
  .map(({ entities, paths, tokens, text }) => {
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
        designSystem: {
          coverage: 'partial',
          style: text,
          density: 'compact',
          tokens: tokens.map(({ name, value }) => token(name, value)),
        },
      },
    });
  });

test('names become safe, unique identifiers, and always the same ones', () => {
  fc.assert(
    fc.property(blueprintArbitrary, (plan) => {
      const model = deriveModel(plan, 'Project');
      expect(deriveModel(plan, 'Project')).toEqual(model);
      const lower = (names: readonly string[]): string[] => names.map((name) => name.toLowerCase());
      const paths = model.entities.map(({ path }) => path);
      expect(new Set(lower(paths)).size).toBe(paths.length);
      for (const { path, table, fields } of model.entities) {
        expect(path).toMatch(/^[a-z0-9][a-z0-9-]*$/);
        expect(table).toMatch(/^(?!sqlite_)[a-z0-9_]+$/);
        const keys = fields.map(({ key }) => key);
        expect(new Set(lower(keys)).size).toBe(keys.length);
        for (const key of keys) {
          expect(key).toMatch(/^[A-Za-z][A-Za-z0-9_]*$/);
          expect(key in {}).toBe(false);
          expect(['id', 'created_at', 'updated_at']).not.toContain(key.toLowerCase());
        }
      }
      for (const value of Object.values(model.theme.light)) expect(value).toMatch(/^#[0-9a-f]{6}$/);
      expect(model.theme.fontBody).toMatch(/^[A-Za-z0-9 ",_-]+$/);
      expect(model.theme.radius).toMatch(/^[\d.]+(?:px|rem|em)$/);
    }),
    { numRuns: 150 },
  );
});

test('an app of hostile names starts, and no request makes it fail', { timeout: 60_000 }, async () => {
  const plans = fc.sample(blueprintArbitrary, { numRuns: 8, seed: 20_261 });
  for (const [at, plan] of plans.entries()) {
    const { workspace, release, files } = await folderWorkspace();
    await build(workspace, plan);
    for (const path of (await files()).keys())
      expect(path).toMatch(/^(?:app|docs|test)\/[a-z./-]+$|^[A-Za-z.]+$/);
    if (at % 4 === 0) {
      const { outcome, events } = await runTask('test', { workspace, blueprint: plan });
      expect(events.filter((event) => event.type === 'log' && event.level === 'error')).toEqual([]);
      expect(outcome).toMatchObject({ status: 'succeeded' });
    }
    const app = await startApp(await release());
    const { entities, routes } = deriveModel(plan, 'x');
    for (const { path, fields } of entities) {
      const body = Object.fromEntries(
        fields.map(({ key, type, values }) => [
          key,
          type === 'enum' ? values[0] : type === 'reference' ? 1 : '1',
        ]),
      );
      const answers = [
        await app.send('POST', `/api/${path}`, body),
        await app.send('POST', `/api/${path}`, {}),
        await app.form(`/${path}`, Object.fromEntries(fields.map(({ key }) => [key, '<b>'.repeat(3)]))),
        await app.send('PATCH', `/api/${path}/1`, { ['__proto__']: 1, constructor: 2 }),
        await app.get(`/api/${path}?sort=-${fields[0]?.key ?? 'id'}&q=%25_%27%22`),
        ...(await Promise.all(
          ['', '/new', '/1', '/1/edit', '/1/delete', '/constructor', '/1/__proto__'].map((rest) =>
            app.get(`/${path}${rest}`),
          ),
        )),
        await app.form(`/${path}/1/delete`, {}),
      ];
      expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
      const pages = answers.filter(({ headers }) => headers.get('content-type')?.includes('text/html'));
      for (const { text } of pages) expect(/<script|<b>/.exec(text)).toBeNull();
    }
    for (const { action, method, segments } of routes.filter((route) => route.action === 'gap')) {
      const path = segments.map((part) => encodeURIComponent(part ?? '1')).join('/');
      expect((await app.send(method, `/api/${path}`)).status, `${action} ${path}`).toBe(501);
    }
    expect((await app.get('/')).status).toBe(200);
    expect(app.output.filter((line) => line.includes('"level":"error"') || !line.startsWith('{'))).toEqual(
      [],
    );
    expect(await app.stop()).toBe(0);
  }
});
