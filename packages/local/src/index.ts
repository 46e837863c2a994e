export { createFileBlobStore, type FileBlobStoreOptions } from './blobs/file-blob-store.ts';
export { createLocal, type Local, type LocalOptions } from './create-local.ts';
export { processIdentity } from './deployer/process-identity.ts';
export type { RequestHandler } from './front/front-server.ts';
export { createHttpExecutor, type HttpExecutorOptions } from './http/http-executor.ts';
export { endInterruptedCommand } from './shell/interrupted-command.ts';
export { createShellExecutor, type ShellExecutorOptions } from './shell/shell-executor.ts';
