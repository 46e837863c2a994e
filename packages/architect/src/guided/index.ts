export * from './guided-proposer.ts';
