export * from './fakes/folder-workspace.ts';
export * from './fakes/http-deployer.ts';
export * from './fakes/manual-clock.ts';
export * from './fakes/scripted-executor.ts';
export * from './fakes/scripted-model.ts';
export * from './fakes/sequential-ids.ts';
export * from './kit/kit.ts';
export * from './kit/register-kit.ts';
export * from './kit/run-case.ts';
export * from './kit/run-kit.ts';
export * from './kits/blob-store-kit.ts';
export * from './kits/blueprint-store-kit.ts';
export type { DeployerHarness, HealthyApp } from './kits/deployer/deployer-harness.ts';
export * from './kits/deployer-kit.ts';
export * from './kits/environment-store-kit.ts';
export type { ExecutorHarness } from './kits/executor/executor-harness.ts';
export { type RecordingContext, recordingContext } from './kits/executor/recording-context.ts';
export * from './kits/executor-kit.ts';
export * from './kits/feature-store-kit.ts';
export type { LanguageModelHarness, ReceivedRequest } from './kits/language-model/language-model-harness.ts';
export {
  bitsOf,
  type ModelFault,
  type ModelLine,
  type ModelScript,
  SCRIPTED_USAGE,
  wholeScript,
} from './kits/language-model/model-script.ts';
export * from './kits/language-model-kit.ts';
export * from './kits/operation-store-kit.ts';
export * from './kits/project-store-kit.ts';
export * from './kits/ticket-store-kit.ts';
export type { WorkspaceHarness } from './kits/workspace/workspace-harness.ts';
export * from './kits/workspace-kit.ts';
export { type BlueprintRecords, keyOf, type TurnPlan } from './records/blueprint-records.ts';
export * from './records/executor-records.ts';
export * from './records/hostile-texts.ts';
export type { NewOperation, OperationRecords } from './records/operation-records.ts';
export type { ProjectRecords } from './records/project-records.ts';
export { newTenantId, type RecordOptions } from './records/record-source.ts';
export * from './records/records.ts';
