import type { OperationView, RerunRequest, StepView } from '@orchard-studio/core';

const isHead = ({ key }: StepView): boolean => !key.includes('.');

/** Steps a rerun can begin with. Those of `finally` always run again. */
export const startsOf = ({ steps }: OperationView): readonly StepView[] =>
  steps.filter((step) => isHead(step) && !step.finally);

/** Steps that run again when a step does and all that need it. */
function followersOf(view: OperationView, from: string): ReadonlySet<string> {
  const found = new Set([from]);
  for (const { key, needs } of startsOf(view)) if (needs.some((need) => found.has(need))) found.add(key);
  return found;
}

/** Why a step cannot run alone; undefined when it can. */
export function whyNotAlone(view: OperationView, from: string): string | undefined {
  const done = new Set(view.steps.filter(({ status }) => status === 'succeeded').map(({ key }) => key));
  const step = view.steps.find(({ key }) => key === from);
  const missing = step?.needs.find((need) => !done.has(need));
  const name = view.steps.find(({ key }) => key === missing)?.name ?? missing;
  return missing === undefined ? undefined : `It needs “${name}”, which did not succeed.`;
}

export type RerunScope = NonNullable<RerunRequest['scope']>;

/** What a rerun will do, in words. @param from undefined: everything */
export function effectOf(view: OperationView, from: string | undefined, scope: RerunScope): string {
  const starts = startsOf(view);
  if (from === undefined) return 'Every step runs again, in a new operation with the same inputs.';
  const repeated = scope === 'only' ? new Set([from]) : followersOf(view, from);
  const again = repeated.size;
  const kept = starts.filter(({ key, status }) => status === 'succeeded' && !repeated.has(key)).length;
  const runs = again === 1 ? 'One step runs again' : `${again} steps run again`;
  const keeps =
    kept === 0 ? '' : `; ${kept} that succeeded ${kept === 1 ? 'keeps its' : 'keep their'} outputs`;
  return `${runs}, in a new operation${keeps}. Steps that clean up run too.`;
}
