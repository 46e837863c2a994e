import { isStepEnd, newStepState, type OperationRun, planKeyOf, type StepState } from '@orchard-studio/core';
import { type Group, hasFailureAbove, type Node } from './node.ts';

/** A combination of a matrix, as a step of its own. */
export function memberOf(group: Group, state: StepState): Node {
  const { head } = group;
  const node: Node = {
    step: head.step,
    state,
    unmet: 0,
    needs: head.needs,
    dependants: [],
    failureAbove: head.failureAbove,
    group,
    readyAt: undefined,
    queued: false,
  };
  group.members.push(node);
  if (!isStepEnd(state.status)) group.open += 1;
  if (state.status === 'running') group.running += 1;
  return node;
}

function link(nodes: ReadonlyMap<string, Node>): void {
  for (const node of nodes.values()) {
    for (const key of node.step.needs) {
      const need = nodes.get(key);
      if (need === undefined) continue;
      node.needs.push(need);
      need.dependants.push(node);
      if (!isStepEnd(need.state.status)) node.unmet += 1;
    }
    // Needs come first in the plan, so theirs is known.
    node.failureAbove = hasFailureAbove(node);
  }
}

/** The steps of a run by their ids, in plan order, linked by their needs. Linear in steps and needs. */
export function buildNodes({
  operation,
  steps,
}: Pick<OperationRun, 'operation' | 'steps'>): Map<string, Node> {
  const states = new Map(steps.map((step) => [step.key, step]));
  const heads = new Map<string, Node>();
  for (const step of operation.plan.steps) {
    const state = states.get(step.key) ?? newStepState(step);
    const node: Node = {
      step,
      state,
      unmet: 0,
      needs: [],
      dependants: [],
      failureAbove: false,
      group: undefined,
      readyAt: undefined,
      queued: false,
    };
    if (step.matrix !== null) node.group = { head: node, members: [], open: 0, running: 0 };
    heads.set(step.key, node);
  }
  link(heads);
  const nodes = new Map(heads);
  for (const state of steps) {
    const group = heads.get(planKeyOf(state.key))?.group;
    if (group !== undefined && !heads.has(state.key)) nodes.set(state.key, memberOf(group, state));
  }
  return nodes;
}
