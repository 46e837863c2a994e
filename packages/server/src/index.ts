export type { Maintenance, Retention } from '@orchard-studio/orchestrator';
export type { OrchardConfig, TemplateProvider } from './config.ts';
export { createOrchard, type Orchard } from './create-orchard.ts';
export type { Artifacts } from './use-cases/artifacts.ts';
export type { BlueprintKeyInProject, Blueprints } from './use-cases/blueprints.ts';
export type { OperationKey, Operations } from './use-cases/operations.ts';
export type { ProjectKey, Projects } from './use-cases/projects.ts';
export type { Templates } from './use-cases/templates.ts';
export type { Tickets } from './use-cases/tickets.ts';
