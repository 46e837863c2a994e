import type { AppModel, Entity, Field } from '../src/index.ts';

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const ODD: readonly unknown[] = [
  null,
  '',
  ' ',
  0,
  -1,
  1e308,
  2 ** 53,
  '1'.repeat(400),
  true,
  [],
  {},
  [1, 1, 2],
  ['x'],
  { name: 'a/../b\u0000', type: 'no type', data: '!!!' },
  { __proto__: 1 },
  '\u0000',
  '\ud800',
  '<b>"\'&',
  "'; DROP TABLE x; --",
  '2026-02-30',
  '0000-00-00',
  '+275760-09-13T00:00:00Z',
  '2026-01-31T14:30',
  'İ',
  '%_\\',
];

export interface Step {
  readonly method: string;
  readonly path: string;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
}

function fitting(field: Field, pick: (below: number) => number): unknown {
  const n = pick(50) + 1;
  switch (field.type) {
    case 'integer':
    case 'decimal':
    case 'money':
      return n;
    case 'boolean':
      return n % 2 === 0;
    case 'date':
      return '2026-05-17';
    case 'datetime':
      return '2026-05-17T10:00:00Z';
    case 'email':
      return `p${n}@example.org`;
    case 'url':
      return `https://example.org/${n}`;
    case 'enum':
      return field.values[n % field.values.length];
    case 'reference':
      return (n % 4) + 1;
    case 'references':
      return n % 3 === 0 ? [] : [(n % 4) + 1];
    case 'file':
      return { name: 'a.png', type: 'image/png', data: 'AAAA' };
    case 'json':
      return { n: [n] };
    default:
      return `Text ${n}`;
  }
}

function bodyFor(entity: Entity, pick: (below: number) => number): Record<string, unknown> {
  const oddEvery = pick(2) === 0 ? 4 : 1_000;
  return Object.fromEntries(
    entity.fields
      .filter((field) => field.references === null || field.required || pick(3) === 0)
      .map((field) => [field.key, pick(oddEvery) === 1 ? ODD[pick(ODD.length)] : fitting(field, pick)]),
  );
}

function queryFor(entity: Entity, pick: (below: number) => number): string {
  const { key } = entity.fields[pick(Math.max(1, entity.fields.length))] ?? { key: 'id' };
  const queries = [
    '',
    `?sort=${key}`,
    `?sort=-${key}&pageSize=2&page=2`,
    '?q=%25_%27%22%C4%B0',
    `?filter.${key}=`,
    `?filter.${key}=1`,
    '?page=999999&pageSize=100',
    '?q=text',
    '?q=%00',
    `?filter.${key}=%00`,
    '?sort=%00',
  ];
  return queries[pick(queries.length)] ?? '';
}

/** One request to an app: mostly sensible, often odd. */
export function randomStep(model: AppModel, pick: (below: number) => number): Step {
  const entity = model.entities[pick(model.entities.length)];
  if (entity === undefined) return { method: 'GET', path: '/' };
  const api = `/api/${entity.path}`;
  const page = `/${entity.path}`;
  const id = pick(5) + 1;
  const body = bodyFor(entity, pick);
  const form = Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
  const steps: readonly Step[] = [
    { method: 'POST', path: api, json: body },
    { method: 'POST', path: api, json: body },
    { method: 'POST', path: api, json: body },
    { method: 'PATCH', path: `${api}/${id}`, json: body },
    { method: 'PUT', path: `${api}/${id}`, json: body },
    { method: 'DELETE', path: `${api}/${id}` },
    { method: 'GET', path: `${api}/${id}` },
    { method: 'GET', path: `${api}${queryFor(entity, pick)}` },
    { method: 'GET', path: `${page}${queryFor(entity, pick)}` },
    { method: 'GET', path: `${page}/${id}` },
    { method: 'GET', path: `${page}/${id}/edit` },
    { method: 'GET', path: `${page}/new?${new URLSearchParams(form)}` },
    { method: 'POST', path: page, form },
    { method: 'POST', path: `${page}/${id}`, form },
    { method: 'POST', path: `${page}/${id}/delete`, form: {} },
    { method: 'GET', path: `/files/${entity.path}/${id}/${entity.fields[0]?.key ?? 'x'}` },
    { method: 'GET', path: '/' },
  ];
  return steps[pick(steps.length)] ?? { method: 'GET', path: '/' };
}
