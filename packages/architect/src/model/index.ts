export { ARCHITECT_PROMPT } from './architect-prompt.ts';
export * from './json-stream.ts';
export * from './model-proposer.ts';
export { DRAFT_LISTS, type PlanDraft, planDraftSchema, planTool } from './plan-draft.ts';
