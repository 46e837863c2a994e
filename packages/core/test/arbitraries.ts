import fc from 'fast-check';
import type { BlueprintChange, BlueprintContent, Entity, JsonValue } from '../src/index.ts';
import { applyChanges, isJsonObject } from '../src/index.ts';

const ITEM = {
  status: 'proposed',
  origin: 'user_stated',
  sources: [],
  confidence: 0.5,
  locked: false,
} as const;

let counter = 0;
const freshId = (prefix: string): string => {
  counter += 1;
  return `${prefix}_${String(counter).padStart(16, '0')}`;
};

export function entity(name: string): Entity {
  const field = {
    ...ITEM,
    id: freshId('fld'),
    name: 'title',
    type: 'string',
    required: true,
    unique: false,
  } as const;
  return {
    ...ITEM,
    sources: [],
    id: freshId('ent'),
    name,
    description: '',
    fields: [{ ...field, sources: [], default: null, references: null, values: [] }],
  };
}

type Pick = (max: number) => number;

const ENTITIES = '/sections/dataModel/entities';

/** A change that fits the content; `pick(n)` chooses a number below n. */
function validChange(content: BlueprintContent, pick: Pick, text: string): BlueprintChange {
  const { entities } = content.sections.dataModel;
  const target = entities[pick(Math.max(1, entities.length))];
  if (target === undefined) return { op: 'add', path: ENTITIES, value: entity(text) };
  const path = `${ENTITIES}/${target.id}`;
  const other = entities.filter((item) => item.id !== target.id)[pick(entities.length)];
  const choices: readonly BlueprintChange[] = [
    { op: 'add', path: ENTITIES, value: entity(text) },
    { op: 'remove', path },
    { op: 'set', path: `${path}/name`, value: text },
    { op: 'set', path: '/summary', value: text },
    { op: 'move', path, value: other?.id ?? null },
    { op: 'status', path, value: 'confirmed' },
    { op: 'set', path, value: { ...target, description: text } },
    { op: 'set', path: '/sections/dataModel/coverage', value: 'partial' },
  ];
  return choices[pick(choices.length)] ?? { op: 'set', path: '/feature', value: text };
}

const textArbitrary = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20 }).map((text) => `x${text}`),
  fc.constantFrom('__proto__', 'constructor', '<script>', 'مهمة', '🍎', "Robert'); DROP TABLE"),
);

/** A random history from `start`: the changes, in order, each valid when its turn comes. */
export function historyArbitrary(start: BlueprintContent, maxLength = 30) {
  return fc.array(fc.tuple(fc.nat(), fc.nat(), textArbitrary), { maxLength }).map((draws) => {
    const changes: BlueprintChange[] = [];
    let content = start;
    for (const [a, b, text] of draws) {
      let first = true;
      const pick: Pick = (max) => {
        const value = first ? a : b;
        first = false;
        return value % Math.max(1, max);
      };
      const change = validChange(content, pick, text);
      content = applyChanges(content, [change]).content;
      changes.push(change);
    }
    return { changes, content };
  });
}

/** Every place of a content with what stands there: objects' keys, and items of lists by id. */
function placesOf(value: JsonValue, path = ''): readonly (readonly [path: string, value: JsonValue])[] {
  const here = path === '' ? [] : [[path, value] as const];
  if (Array.isArray(value)) {
    const items: readonly JsonValue[] = value;
    return [
      ...here,
      ...items.flatMap((item) => (isJsonObject(item) ? placesOf(item, `${path}/${String(item.id)}`) : [])),
    ];
  }
  if (!isJsonObject(value)) return here;
  return [...here, ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, `${path}/${key}`))];
}

/** Any operation at any place of the content, with what stands elsewhere, or with anything, as its value. */
export function anyChange(content: BlueprintContent): fc.Arbitrary<BlueprintChange> {
  const places = placesOf(content);
  const path = fc.oneof(
    { arbitrary: fc.constantFrom(...places.map(([one]) => one)), weight: 8 },
    fc.constantFrom('/nothing', '/__proto__', '/sections/constructor', '/questions/0', '/claims/x/text'),
  );
  const value = fc.oneof(
    fc.constantFrom(...places.map(([, one]) => one)),
    fc.constant(undefined),
    fc.constantFrom<JsonValue>(
      ...[null, '', 'x'.repeat(5_000), 'confirmed', '  name  ', -1, 2, true, {}, [], ['a']],
    ),
    fc.constant<JsonValue>({ ...entity('Task') }),
    fc.jsonValue({ maxDepth: 2 }).map((one): JsonValue => JSON.parse(JSON.stringify(one))),
  );
  const op = fc.constantFrom(...(['add', 'set', 'remove', 'move', 'link', 'unlink', 'status'] as const));
  const wild = fc
    .record({ op, path, value })
    .map(({ value: given, ...change }) => (given === undefined ? change : { ...change, value: given }));
  const plausible = fc
    .constantFrom(...places)
    .chain(([place, now]) =>
      fc.constantFrom<BlueprintChange>(
        { op: 'set', path: place, value: now },
        { op: 'status', path: place, value: 'confirmed' },
        { op: 'remove', path: place },
        { op: 'move', path: place, value: null },
        { op: 'add', path: place, value: entity('Task') },
      ),
    );
  return fc.oneof(wild, plausible);
}
