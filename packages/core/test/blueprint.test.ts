import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyChanges,
  type BlueprintOperation,
  blueprintContentSchema,
  diffContents,
  emptyBlueprintContent,
  foldOperations,
  hashBlueprint,
  isOrchardError,
  revertChanges,
} from '../src/index.ts';
import { anyChange, entity, historyArbitrary } from './arbitraries.ts';

const RUNS = process.env.ORCHARD_PROVE === undefined ? 200 : 20_000;
const start = emptyBlueprintContent();
const history = historyArbitrary(start);

describe('the Blueprint fold', () => {
  it('equals applying the changes one by one, wherever the history is cut', () => {
    fc.assert(
      fc.property(history, fc.nat(), ({ changes, content }, cut) => {
        const operations = changes.map(
          (change, index): BlueprintOperation => ({
            id: `bop_${index}`,
            revision: index + 1,
            actor: 'user',
            cause: {},
            ...change,
          }),
        );
        const at = cut % (operations.length + 1);
        const snapshot = foldOperations(operations.slice(0, at));
        expect(foldOperations(operations.slice(at), snapshot)).toEqual(content);
      }),
    );
  });

  it('is taken back exactly by the inverse', () => {
    fc.assert(
      fc.property(history, ({ changes }) => {
        const { content, applied } = applyChanges(start, changes);
        const back = revertChanges(content, applied);
        expect(back).toEqual(start);
        expect(hashBlueprint(back)).toBe(hashBlueprint(start));
      }),
    );
  });

  it('is reached from any other content by the diff', () => {
    fc.assert(
      fc.property(
        history.chain((base) => fc.tuple(fc.constant(base), historyArbitrary(base.content, 10), history)),
        ([base, next, other]) => {
          for (const target of [next.content, other.content]) {
            expect(applyChanges(base.content, diffContents(base.content, target)).content).toEqual(target);
          }
        },
      ),
    );
  });

  it('never changes its input, and shares what did not change', () => {
    const before = structuredClone(start);
    const { content } = applyChanges(start, [
      { op: 'add', path: '/sections/dataModel/entities', value: entity('Task') },
    ]);
    expect(start).toEqual(before);
    expect(content.sections.dataModel.entities).toHaveLength(1);
  });
});

describe('any change', () => {
  it('leaves a valid Blueprint, or is refused', () => {
    fc.assert(
      fc.property(
        history.chain(({ content }) => fc.tuple(fc.constant(content), fc.array(anyChange(content)))),
        ([content, changes]) => {
          let current = content;
          for (const change of changes) {
            try {
              const next = applyChanges(current, [change]);
              expect(revertChanges(next.content, next.applied)).toEqual(current);
              current = next.content;
            } catch (error) {
              expect(isOrchardError(error) && error.code).toBe('BLUEPRINT_OPERATION_INVALID');
            }
          }
          expect(blueprintContentSchema.parse(current)).toEqual(current);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('keeps to what a list may hold', () => {
    const full = applyChanges(
      start,
      Array.from({ length: 500 }, () => ({
        op: 'add' as const,
        path: '/sections/dataModel/entities',
        value: entity('Task'),
      })),
    ).content;
    const more = { op: 'add', path: '/sections/dataModel/entities', value: entity('Task') } as const;
    expect(() => applyChanges(full, [more])).toThrow('it holds 500 at most');
  });
});

describe('a change that does not fit', () => {
  const task = entity('Task');
  const { content } = applyChanges(start, [{ op: 'add', path: '/sections/dataModel/entities', value: task }]);
  const at = `/sections/dataModel/entities/${task.id}`;
  const cases = [
    ['an unknown key', { op: 'set', path: '/nothing', value: 1 }],
    ['an unknown item', { op: 'remove', path: '/sections/dataModel/entities/ent_0' }],
    ['a taken id', { op: 'add', path: '/sections/dataModel/entities', value: task }],
    ['an item without id', { op: 'add', path: '/sections/dataModel/entities', value: { name: 'x' } }],
    ['a changed id', { op: 'set', path: at, value: { ...task, id: 'ent_0000000000000099' } }],
    ['a value outside the schema', { op: 'set', path: `${at}/name`, value: 7 }],
    ['an unknown status', { op: 'status', path: at, value: 'approved' }],
    ['a foreign property', { op: 'set', path: at, value: { ...task, evil: true } }],
    ['the prototype', { op: 'set', path: '/__proto__', value: {} }],
    ['the prototype below', { op: 'set', path: `${at}/constructor/prototype`, value: {} }],
    ['a move before itself', { op: 'move', path: at, value: task.id }],
    ['a list index', { op: 'remove', path: '/sections/dataModel/entities/0' }],
  ] as const;
  it.each(cases)('is refused: %s', (_name, change) => {
    const before = structuredClone(content);
    try {
      applyChanges(content, [change]);
      expect.unreachable('the change was accepted');
    } catch (error) {
      expect(isOrchardError(error) && error.code).toBe('BLUEPRINT_OPERATION_INVALID');
    }
    expect(content).toEqual(before);
  });
});
