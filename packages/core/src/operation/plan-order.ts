import type { Operation, StepState } from './operation.ts';

/** The place of a combination among those of its step: 1, 2, …; 0 for the step itself. */
function combinationOf(key: string): number {
  const dot = key.indexOf('.');
  return dot < 0 ? 0 : Number(key.slice(dot + 1)) + 1;
}

/** The step of the plan that a state belongs to: `test` of `test.3`. */
export function planKeyOf(stepId: string): string {
  const dot = stepId.indexOf('.');
  return dot < 0 ? stepId : stepId.slice(0, dot);
}

/** States in the order of the plan; the combinations of a matrix follow their step. */
export function inPlanOrder(
  { plan }: Pick<Operation, 'plan'>,
  steps: readonly StepState[],
): readonly StepState[] {
  const place = new Map(plan.steps.map(({ key }, at) => [key, at]));
  const at = ({ key }: StepState): number => place.get(planKeyOf(key)) ?? plan.steps.length;
  return steps.toSorted((a, b) => at(a) - at(b) || combinationOf(a.key) - combinationOf(b.key));
}
