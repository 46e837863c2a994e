export * from './architect.ts';
export * from './conversation.ts';
export * from './proposer.ts';
export { contrastRatio } from './readiness/contrast.ts';
export * from './readiness/readiness.ts';
