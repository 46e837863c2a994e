export type { ChatMessage, ChatSend } from './chat-state.ts';
export { OrchardProvider, type OrchardProviderProps, useOrchard } from './context.tsx';
export type { LogEntry, LogLevel, OperationState } from './operation-state.ts';
export { type AppLogsOptions, useAppLogs } from './use-app-logs.ts';
export { type ArchitectChat, useArchitectChat } from './use-architect-chat.ts';
export {
  type BlueprintHandle,
  type BlueprintOptions,
  type BuildOptions,
  useBlueprint,
} from './use-blueprint.ts';
export type { Loaded } from './use-load.ts';
export { type OperationHandle, type OperationOptions, useOperation } from './use-operation.ts';
export {
  type OperationList,
  type OperationListItem,
  type OperationsOptions,
  useOperations,
} from './use-operations.ts';
export { type Projects, useProject, useProjects } from './use-projects.ts';
export { useTrees } from './use-trees.ts';
