import { BUILT_IN_STEPS } from './built-in-steps.ts';
import { type Finding, schemaFindings } from './schema-problems.ts';
import type { StepFact } from './tree-facts.ts';

/** What is wrong with the `with` of approvals, waits and sub-trees. */
export function builtInFindings(facts: ReadonlyMap<string, StepFact>, root: unknown): readonly Finding[] {
  return [...facts.values()].flatMap(({ section, key, step }) => {
    const result = BUILT_IN_STEPS.get(step.uses ?? '')?.safeParse(step.with ?? {});
    return schemaFindings(result?.error?.issues ?? [], root, [section, key, 'with']);
  });
}
