import { contentHash, OrchardError, type Plan, planSchema } from '@orchard-studio/core';
import { sentence } from '../expression/fault.ts';
import { needFindings } from './check-needs.ts';
import { orderSteps } from './order-steps.ts';
import { toPlanStep } from './plan-step.ts';
import type { Tree } from './schema.ts';
import { needsOf, type StepFact, stepFacts } from './tree-facts.ts';

const DEFAULT_PARALLEL = 16;

function inOrder(facts: ReadonlyMap<string, StepFact>, section: StepFact['section']): readonly StepFact[] {
  const ordered = orderSteps(needsOf(facts, section));
  const keys = 'order' in ordered ? ordered.order : [];
  return keys.flatMap((key) => facts.get(key) ?? []);
}

/**
 * Freezes a tree: defaults filled in, steps ordered so that every step follows its needs, those of `finally` last.
 * Editing the tree afterwards never changes a running operation. Linear in steps and needs.
 *
 * @throws TREE_INVALID for a tree that `parseTree` did not make, naming an unknown need or the circle.
 */
export function planTree(tree: Tree): Plan {
  const facts = stepFacts(tree);
  const [wrong] = needFindings(tree, facts);
  if (wrong !== undefined) throw new OrchardError('TREE_INVALID', sentence(wrong.message));
  const { concurrency } = tree;
  const steps = [...inOrder(facts, 'steps'), ...inOrder(facts, 'finally')];
  const plan = planSchema.parse({
    version: 1,
    name: tree.name,
    steps: steps.map((fact) => toPlanStep(tree, fact)),
    maxParallel: tree['max-parallel'] ?? DEFAULT_PARALLEL,
    failFast: tree['fail-fast'] ?? false,
    concurrency:
      concurrency === undefined
        ? null
        : { group: concurrency.group, onConflict: concurrency['on-conflict'] ?? 'queue' },
    outputs: tree.outputs ?? {},
  });
  hashes.set(deepFreeze(plan), contentHash(plan));
  return plan;
}

/** Hashes of plans that cannot change any more. */
const hashes = new WeakMap<Plan, string>();

/** Identifies a frozen plan: equal plans have equal hashes. Of one that `planTree` made it is told at once. */
export function hashPlan(plan: Plan): string {
  return hashes.get(plan) ?? contentHash(plan);
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}
