import {
  contentHash,
  type JsonObject,
  OrchardError,
  type Plan,
  type PlanStep,
  planSchema,
} from '@orchard-studio/core';
import { suggestion } from './parse-tree.ts';
import type { Tree, TreeStep } from './schema.ts';

const DEFAULT_TIMEOUT_MS = 30 * 60_000;
const DEFAULT_BACKOFF_MS = 1_000;
const DEFAULT_PARALLEL = 16;

function invalid(message: string): never {
  throw new OrchardError('TREE_INVALID', `${message}.`);
}

function toPlanStep(tree: Tree, key: string, step: TreeStep): PlanStep {
  const retry = step.retry ?? tree.defaults?.retry;
  const parameters: JsonObject = { ...step.with, ...(step.run === undefined ? {} : { command: step.run }) };
  return {
    key,
    name: step.name ?? key,
    phase: step.phase ?? 'implement',
    needs: [...new Set(step.needs ?? [])],
    uses: step.uses ?? 'shell',
    with: parameters,
    env: step.env ?? {},
    retry: { max: retry?.max ?? 0, backoffMs: retry?.backoff ?? DEFAULT_BACKOFF_MS },
    timeoutMs: step.timeout ?? tree.defaults?.timeout ?? DEFAULT_TIMEOUT_MS,
    weight: step.weight ?? 1,
  };
}

function checkNeeds(steps: ReadonlyMap<string, PlanStep>): void {
  for (const step of steps.values()) {
    for (const need of step.needs) {
      if (!steps.has(need))
        invalid(
          `Step "${step.key}" needs "${need}", which does not exist${suggestion(need, [...steps.keys()])}`,
        );
    }
  }
}

/** Follows needs among the steps that could not be ordered until one comes round again. */
function cycleIn(left: ReadonlyMap<string, PlanStep>): readonly string[] {
  const trail: string[] = [];
  let key = left.keys().next().value;
  while (key !== undefined && !trail.includes(key)) {
    trail.push(key);
    key = left.get(key)?.needs.find((need) => left.has(need));
  }
  return key === undefined ? trail : [...trail.slice(trail.indexOf(key)), key];
}

/** Kahn's algorithm; steps that become free keep the order of the file. Linear in steps and needs. */
function inOrder(steps: ReadonlyMap<string, PlanStep>): PlanStep[] {
  const unmet = new Map([...steps.values()].map((step) => [step.key, step.needs.length]));
  const dependants = new Map<string, string[]>();
  for (const step of steps.values()) {
    for (const need of step.needs) dependants.set(need, [...(dependants.get(need) ?? []), step.key]);
  }
  const ordered: PlanStep[] = [...steps.values()].filter((step) => step.needs.length === 0);
  for (let next = 0; next < ordered.length; next += 1) {
    for (const key of dependants.get(ordered[next]?.key ?? '') ?? []) {
      const left = (unmet.get(key) ?? 0) - 1;
      unmet.set(key, left);
      const step = steps.get(key);
      if (left === 0 && step !== undefined) ordered.push(step);
    }
  }
  if (ordered.length < steps.size) {
    const done = new Set(ordered.map((step) => step.key));
    const left = new Map([...steps].filter(([key]) => !done.has(key)));
    invalid(`Steps need each other in a circle: ${cycleIn(left).join(' → ')}`);
  }
  return ordered;
}

/**
 * Freezes a tree: defaults filled in, needs checked, steps ordered. Editing the tree afterwards never changes a
 * running operation.
 *
 * @throws TREE_INVALID naming an unknown need or the circle.
 */
export function planTree(tree: Tree): Plan {
  const steps = new Map(Object.entries(tree.steps).map(([key, step]) => [key, toPlanStep(tree, key, step)]));
  checkNeeds(steps);
  return planSchema.parse({
    version: 1,
    name: tree.name,
    steps: inOrder(steps),
    maxParallel: tree['max-parallel'] ?? DEFAULT_PARALLEL,
  });
}

/** Identifies a frozen plan: equal plans have equal hashes. */
export function hashPlan(plan: Plan): string {
  return contentHash(plan);
}

/**
 * Fills in defaults and checks that every required input is there and none is unknown.
 *
 * @throws INVALID_INPUT
 */
export function resolveInputs(tree: Tree, given: JsonObject): JsonObject {
  const declared = tree.inputs ?? {};
  const names = Object.keys(declared);
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(declared, name)) {
      throw new OrchardError(
        'INVALID_INPUT',
        `Tree "${tree.name}" has no input "${name}"${suggestion(name, names)}.`,
      );
    }
  }
  const missing = names.filter((name) => declared[name]?.required === true && given[name] === undefined);
  if (missing.length > 0) {
    throw new OrchardError(
      'INVALID_INPUT',
      `Tree "${tree.name}" needs the input ${missing.map((name) => `"${name}"`).join(', ')}.`,
    );
  }
  const entries = names.flatMap((name) => {
    const value = given[name] ?? declared[name]?.default;
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}
