export * from './memory-storage.ts';
export * from './rules/free-slug.ts';
export * from './rules/refusals.ts';
export * from './rules/same-request.ts';
export * from './rules/turn.ts';
