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

/** The step everything else follows from, if there is one: a rerun from there repeats the whole. */
export function rootOf(view: OperationView): StepView | undefined {
  const starts = startsOf(view);
  const [root, ...others] = starts.filter(({ needs }) => needs.length === 0);
  return root !== undefined && others.length === 0 && followersOf(view, root.key).size === starts.length
    ? root
    : undefined;
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

/** What a rerun will do, in words. */
export function effectOf(view: OperationView, from: string, scope: RerunScope): string {
  const starts = startsOf(view);
  const again = scope === 'only' ? 1 : starts.filter(({ key }) => followersOf(view, from).has(key)).length;
  const kept = starts.filter(
    ({ key, status }) =>
      status === 'succeeded' && (scope === 'only' ? key !== from : !followersOf(view, from).has(key)),
  ).length;
  const runs = again === 1 ? 'One step runs again' : `${again} steps run again`;
  const keeps =
    kept === 0 ? '' : `; ${kept} that succeeded ${kept === 1 ? 'keeps its' : 'keep their'} outputs`;
  return `${runs}, in a new operation${keeps}.`;
}
