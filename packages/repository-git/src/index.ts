export * from './git-workspace.ts';
