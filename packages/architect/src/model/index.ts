export { ARCHITECT_PROMPT } from './architect-prompt.ts';
export * from './json-stream.ts';
export * from './model-proposer.ts';
export { type PlanDraft, planTool } from './plan-draft.ts';
