export { networkEnvironment } from '@orchard-studio/executor-scaffold';
export type { CommandContext } from './commands/context.ts';
export { defineConfig, loadConfig, type OrchardCliConfig, parsePort } from './config.ts';
export { runProgram } from './program.ts';
