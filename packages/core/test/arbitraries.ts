import fc from 'fast-check';
import type { BlueprintChange, BlueprintContent, Entity } from '../src/index.ts';
import { applyChanges } from '../src/index.ts';

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
