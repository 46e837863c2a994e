import { isStepEnd, planKeyOf, type StepStatus, type StepView } from '@orchard-studio/core';

/** One box of the step graph: a step, a step with the combinations of its matrix, or many steps that stand alike. */
export interface StepBox {
  readonly id: string;
  readonly kind: 'step' | 'matrix' | 'bundle';
  /** The step itself; undefined for a bundle. */
  readonly head: StepView | undefined;
  /** Combinations, or the steps of a bundle. */
  readonly members: readonly StepView[];
  /** Ids of the boxes it comes after. */
  readonly needs: readonly string[];
  readonly finally: boolean;
}

/** So many steps with the same needs and the same followers become one box. */
const BUNDLE = 9;

const isMember = ({ key }: StepView): boolean => key.includes('.');

/** What a matrix looks like as a whole: its step waits while its combinations run. */
export function statusOfBox({ head, members }: Pick<StepBox, 'head' | 'members'>): StepStatus {
  if (head !== undefined && (members.length === 0 || head.status !== 'waiting')) return head.status;
  const has = (...wanted: readonly StepStatus[]): boolean =>
    members.some(({ status }) => wanted.includes(status));
  if (has('running', 'retrying')) return 'running';
  if (has('waiting')) return 'waiting';
  if (members.every(({ status }) => isStepEnd(status)))
    return has('failed')
      ? 'failed'
      : has('cancelled')
        ? 'cancelled'
        : has('succeeded')
          ? 'succeeded'
          : 'skipped';
  return members.some(({ status }) => isStepEnd(status)) ? 'running' : 'pending';
}

/** Steps that stand at the same place in the graph have the same signature. */
function signatures(heads: readonly StepView[]): ReadonlyMap<string, string> {
  const followers = new Map<string, string[]>();
  for (const { key, needs } of heads)
    for (const need of needs) followers.set(need, [...(followers.get(need) ?? []), key]);
  return new Map(
    heads.map((step) => {
      const after = followers.get(step.key) ?? [];
      return [step.key, JSON.stringify([step.finally, step.needs.toSorted(), after.toSorted()])];
    }),
  );
}

/** The boxes of an operation's graph, in the order of its plan. */
export function boxesOf(steps: readonly StepView[]): readonly StepBox[] {
  const heads = steps.filter((step) => !isMember(step));
  const combinations = Map.groupBy(steps.filter(isMember), ({ key }) => planKeyOf(key));
  const signature = signatures(heads);
  const alike = Map.groupBy(
    heads.filter(({ key }) => !combinations.has(key)),
    ({ key }) => signature.get(key) ?? key,
  );
  const boxIds = new Map<string, string>();
  const boxes = new Map<string, Omit<StepBox, 'needs'>>();
  for (const head of heads) {
    const members = combinations.get(head.key) ?? [];
    const bundle = members.length > 0 ? [] : (alike.get(signature.get(head.key) ?? '') ?? []);
    const [first = head] = bundle;
    const isBundle = bundle.length >= BUNDLE;
    const id = isBundle ? `bundle:${first.key}` : head.key;
    boxIds.set(head.key, id);
    boxes.set(id, {
      id,
      kind: isBundle ? 'bundle' : members.length > 0 ? 'matrix' : 'step',
      head: isBundle ? undefined : head,
      members: isBundle ? bundle : members,
      finally: head.finally,
    });
  }
  return [...boxes.values()].map((box) => {
    const needs = (box.head ?? box.members[0])?.needs ?? [];
    return { ...box, needs: [...new Set(needs.map((key) => boxIds.get(key) ?? key))] };
  });
}

const URGENCY: Readonly<Record<StepStatus, number>> = {
  failed: 0,
  waiting: 1,
  retrying: 2,
  running: 3,
  cancelled: 4,
  ready: 5,
  pending: 6,
  skipped: 7,
  succeeded: 8,
};

/** Rows of a box that are shown while it is folded. */
const FOLDED = 5;

/** The members to show: all, or those that matter most, in the order of the plan. */
export function shownMembers(box: StepBox, isOpen: boolean): readonly StepView[] {
  if (isOpen || box.members.length <= FOLDED + 1) return box.members;
  const urgent = new Set(
    box.members.toSorted((a, b) => URGENCY[a.status] - URGENCY[b.status]).slice(0, FOLDED),
  );
  return box.members.filter((step) => urgent.has(step));
}

/** "3 failed, 2 running, 251 succeeded": what became of the members of a box. */
export function tally(
  members: readonly StepView[],
  words: Readonly<Record<StepStatus, { readonly word: string }>>,
): string {
  const counts = Map.groupBy(members, ({ status }) => status);
  return [...counts]
    .toSorted(([a], [b]) => URGENCY[a] - URGENCY[b])
    .map(([status, steps]) => `${steps.length} ${words[status].word.toLowerCase()}`)
    .join(', ');
}

/** Which values a combination has: what tells it from its siblings. */
export function memberName(box: StepBox, step: StepView): string {
  if (box.kind !== 'matrix' || step.matrix === null) return step.name;
  const entries = Object.entries(step.matrix).map(
    ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
  );
  // One value alone may be a bare number, which says nothing without its name.
  const [only] = entries;
  if (only !== undefined && entries.length === 1) return only.join(' ');
  return entries.map(([, value]) => value).join(', ') || step.name;
}
