export { createLocal, type Local, type LocalOptions } from './create-local.ts';
export type { RequestHandler } from './front/front-server.ts';
export { createShellExecutor, type ShellExecutorOptions } from './shell/shell-executor.ts';
