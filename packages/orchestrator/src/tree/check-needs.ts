import { suggestion } from '../expression/nearest.ts';
import { orderSteps } from './order-steps.ts';
import type { Tree } from './schema.ts';
import type { Finding } from './schema-problems.ts';
import { needsOf, type StepFact } from './tree-facts.ts';

function wrongNeed(
  facts: ReadonlyMap<string, StepFact>,
  { key, section }: StepFact,
  need: string,
): string | undefined {
  const needed = facts.get(need);
  if (needed === undefined)
    return `Step "${key}" needs "${need}", which does not exist${suggestion(need, [...facts.keys()])}`;
  if (needed.section === section) return undefined;
  return section === 'steps'
    ? `Step "${key}" needs "${need}", which stands under \`finally\` and runs after all steps`
    : `Step "${key}" stands under \`finally\` and runs after all steps in any case: leave out the need "${need}" and use "steps.${need}"`;
}

const MAX_SHOWN = 20;

/** A circle of many steps is shown by its first ones and its last. */
const shown = (circle: readonly string[]): string =>
  (circle.length > MAX_SHOWN ? [...circle.slice(0, MAX_SHOWN - 1), '…', ...circle.slice(-1)] : circle).join(
    ' → ',
  );

/** Needs that lead nowhere, to the wrong section or round in a circle, and keys that both sections have. */
export function needFindings(tree: Tree, facts: ReadonlyMap<string, StepFact>): readonly Finding[] {
  const findings: Finding[] = [];
  for (const key of Object.keys(tree.finally ?? {}))
    if (Object.hasOwn(tree.steps, key))
      findings.push({ path: ['finally', key], atKey: true, message: `there is a step "${key}" already` });
  for (const fact of facts.values()) {
    for (const [index, need] of (fact.step.needs ?? []).entries()) {
      const message = wrongNeed(facts, fact, need);
      if (message !== undefined) findings.push({ path: [fact.section, fact.key, 'needs', index], message });
    }
  }
  for (const section of ['steps', 'finally'] as const) {
    const order = orderSteps(needsOf(facts, section));
    if ('circle' in order)
      findings.push({
        path: [section, order.circle[0], 'needs'],
        message: `Steps need each other in a circle: ${shown(order.circle)}`,
      });
  }
  return findings;
}
