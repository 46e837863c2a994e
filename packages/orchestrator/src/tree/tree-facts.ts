import type { Tree, TreeStep } from './schema.ts';

/** A step with what its place in the tree says. */
export interface StepFact {
  readonly key: string;
  readonly section: 'steps' | 'finally';
  readonly step: TreeStep;
  readonly needs: readonly string[];
}

/** All steps by key, those of `finally` last. A key that both sections have counts for `steps`. */
export function stepFacts(tree: Tree): ReadonlyMap<string, StepFact> {
  const facts = new Map<string, StepFact>();
  for (const section of ['steps', 'finally'] as const)
    for (const [key, step] of Object.entries(tree[section] ?? {}))
      if (!facts.has(key)) facts.set(key, { key, section, step, needs: [...new Set(step.needs ?? [])] });
  return facts;
}

/** The needs of one section's steps. */
export function needsOf(
  facts: ReadonlyMap<string, StepFact>,
  section: StepFact['section'],
): ReadonlyMap<string, readonly string[]> {
  const own = [...facts.values()].filter((fact) => fact.section === section);
  return new Map(own.map(({ key, needs }) => [key, needs]));
}

/** Whether the step `key` has always ended before the step `of` starts. */
export function comesBefore(facts: ReadonlyMap<string, StepFact>, key: string, of: StepFact): boolean {
  if (of.section === 'finally' && facts.get(key)?.section === 'steps') return true;
  const seen = new Set<string>();
  const pending = [...of.needs];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next === key) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    pending.push(...(facts.get(next)?.needs ?? []));
  }
  return false;
}

/** The names a step's matrix gives values to; undefined when they are known at run time only. */
export function matrixNames({ strategy }: TreeStep): readonly string[] | undefined {
  const matrix = strategy?.matrix;
  if (matrix === undefined) return [];
  if (typeof matrix === 'string') return undefined;
  const { include = [], exclude: _exclude, ...lists } = matrix;
  if (typeof include === 'string') return undefined;
  return [...new Set([...Object.keys(lists), ...include.flatMap((entry) => Object.keys(entry))])];
}
