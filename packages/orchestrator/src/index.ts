export { createHints, type OperationHints } from './run/hints.ts';
export { createRunner, type Runner, type RunnerOptions, type StartRequest } from './run/runner.ts';
export { type AttemptResult, type Finished, type SettleContext, type Settled, settle } from './run/settle.ts';
export { newStepState } from './run/step-state.ts';
export { MAX_DURATION_MS } from './tree/duration.ts';
export { MAX_TREE_BYTES, MAX_TREE_DEPTH } from './tree/guard-text.ts';
export { parseTree } from './tree/parse-tree.ts';
export { hashPlan, planTree, resolveInputs } from './tree/plan-tree.ts';
export type { Tree, TreeInput, TreeStep } from './tree/schema.ts';
