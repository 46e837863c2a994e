import type { StepView } from '@orchard-studio/core';
import { array, constantFrom, assert as holds, nat, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxesOf, shownMembers, statusOfBox } from '../components/operations/boxes.ts';

function step(key: string, needs: readonly string[], extra: Partial<StepView> = {}): StepView {
  const times = { startedAt: null, finishedAt: null, notBefore: null } as const;
  const nothing = { outputs: null, error: null, skippedBecause: null, matrix: null, question: null } as const;
  const counts = { attempt: 1, epoch: 1, takeovers: 0, progress: 0, weight: 1 } as const;
  const base = { key, name: key, status: 'pending', phase: 'test', uses: 'shell', finally: false } as const;
  return { ...base, ...times, ...nothing, ...counts, needs: [...needs], ...extra };
}

const plans = array(
  record({
    picks: array(nat(), { maxLength: 3 }),
    members: constantFrom(0, 0, 0, 2, 12),
    isLast: constantFrom(false, false, true),
  }),
  { maxLength: 60 },
).map((rows) =>
  rows.flatMap(({ picks, members, isLast }, index) => {
    const needs = index === 0 || isLast ? [] : picks.map((pick) => `s${pick % index}`);
    const head = step(`s${index}`, needs, { finally: isLast });
    return [
      head,
      ...Array.from({ length: members }, (_, at) => step(`s${index}.${at}`, needs, { finally: isLast })),
    ];
  }),
);

describe('the boxes of a step graph', () => {
  it('hold every step once, and come after the boxes of all that their steps need', () => {
    holds(
      property(plans, (steps) => {
        const boxes = boxesOf(steps);
        const homes = new Map(
          boxes.flatMap((box) =>
            [...(box.head === undefined ? [] : [box.head]), ...box.members].map((each) => [each.key, box]),
          ),
        );
        expect(
          boxes.flatMap(({ head, members }) => (head === undefined ? members : [head, ...members])),
        ).toHaveLength(steps.length);
        for (const { key, needs } of steps)
          for (const need of needs) expect(homes.get(key)?.needs).toContain(homes.get(need)?.id);
      }),
      { numRuns: 100 },
    );
  });

  it('bundle what stands alike, and show what matters while they are folded', () => {
    const parts = Array.from({ length: 300 }, (_, at) =>
      step(`part${at}`, ['go'], { status: at === 250 ? 'failed' : at < 100 ? 'succeeded' : 'pending' }),
    );
    const end = step(
      'end',
      parts.map(({ key }) => key),
    );
    const [go, bundle, last] = boxesOf([step('go', []), ...parts, end]);
    expect([go?.kind, bundle?.kind, last?.kind]).toEqual(['step', 'bundle', 'step']);
    expect(last?.needs).toEqual([bundle?.id]);
    if (bundle === undefined) return;
    expect(shownMembers(bundle, false).map(({ key }) => key)).toContain('part250');
    expect(shownMembers(bundle, true)).toHaveLength(300);
    expect(statusOfBox(bundle)).toBe('running');
  });
});
