import { compile, evaluate, isTruthy, usesStatus } from '../expression/expression.ts';
import type { Scope } from '../expression/scope.ts';
import { type Node, resultOf } from './node.ts';

/** Why steps that have not run yet are given up. */
export type Halt = { readonly by: 'cancel' } | { readonly by: 'failure'; readonly of: string };

export type Verdict =
  | { readonly run: true }
  | { readonly run: false; readonly status: 'skipped' | 'cancelled'; readonly because: string };

const RUN: Verdict = { run: true };
const skip = (because: string): Verdict => ({ run: false, status: 'skipped', because });

/** Whether the condition of a step asks what became of others: then it decides alone. */
export function asksStatus({ step }: Node): boolean {
  return step.if !== null && usesStatus(compile(step.if));
}

function withoutCondition(node: Node, halt: Halt | undefined): Verdict {
  if (node.step.finally) return RUN;
  if (halt?.by === 'cancel')
    return { run: false, status: 'cancelled', because: 'the operation was cancelled' };
  if (halt?.by === 'failure') return skip(`"${halt.of}" failed`);
  const broken = node.needs.find((need) => resultOf(need) !== 'success');
  return broken === undefined ? RUN : skip(`"${broken.step.key}" ${broken.state.status}`);
}

/**
 * Whether a step whose needs have ended runs. Without a condition it runs when all of them succeeded; a condition that
 * asks for success(), failure(), cancelled() or always() decides alone.
 *
 * @throws EXPRESSION_INVALID
 */
export function verdict(node: Node, halt: Halt | undefined, scope: () => Scope): Verdict {
  if (!asksStatus(node)) {
    const usual = withoutCondition(node, halt);
    if (!usual.run) return usual;
  }
  if (node.step.if === null) return RUN;
  return isTruthy(evaluate(compile(node.step.if), scope())) ? RUN : skip('its condition is not met');
}
