export type { BlueprintAddress, BlueprintsApi, ChatInput } from './blueprints.ts';
export { type ClientOptions, createClient, type OrchardClient } from './client.ts';
export type { CallOptions } from './http/transport.ts';
export type { OperationStreamRequest, OperationsApi, ProjectWatchRequest } from './operations.ts';
export type { LogLine, ProjectsApi } from './projects.ts';
export type { ProjectMessage } from './stream/stream-project.ts';
export type { StreamState } from './stream/stream-state.ts';
export type { TemplatesApi } from './templates.ts';
export type { TreesApi } from './trees.ts';
