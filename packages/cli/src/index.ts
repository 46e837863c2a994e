export { networkEnvironment } from '@orchard-studio/executor-scaffold';
export type { CommandContext } from './commands/context.ts';
export { defineConfig, loadConfig, modelOf, type OrchardCliConfig, parsePort } from './config.ts';
export { languageModelFrom } from './language-model.ts';
export { runProgram } from './program.ts';
