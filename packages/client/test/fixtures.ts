import {
  type BlueprintDetail,
  blueprintDetailSchema,
  type ChatResponse,
  chatResponseSchema,
  emptyBlueprintContent,
  hashBlueprint,
  NO_PHASES,
  type OperationEvent,
  type OperationStatus,
  type OperationView,
  operationEventSchema,
  operationViewSchema,
  type ProjectView,
  projectViewSchema,
} from '@orchard-studio/core';

const AT = '2026-01-02T03:04:05.000Z';
const id = (prefix: string, n: number): string => `${prefix}_${String(n).padStart(22, '0')}`;

export const PROJECT_ID = id('prj', 1);
export const BLUEPRINT_ID = id('bp', 1);
export const OPERATION_ID = id('op', 1);
export const OTHER_ID = id('op', 2);

const NOWHERE = {
  enabled: false,
  status: 'none',
  url: null,
  directUrl: null,
  deployedRelease: null,
  deployedAt: null,
};

export const project = (name = 'Cool project'): ProjectView =>
  projectViewSchema.parse({
    id: PROJECT_ID,
    externalId: null,
    name,
    slug: 'cool-project',
    createdAt: AT,
    environments: { staging: { ...NOWHERE, enabled: true }, production: NOWHERE },
  });

export function detail(revision = 0): BlueprintDetail {
  const content = { ...emptyBlueprintContent(), feature: `Revision ${revision}` };
  return blueprintDetailSchema.parse({
    blueprint: {
      ...content,
      id: BLUEPRINT_ID,
      projectId: PROJECT_ID,
      externalId: null,
      locale: 'en',
      revision,
      hash: hashBlueprint(content),
      status: 'drafting',
      approval: null,
      builtFeatureSlug: null,
      createdAt: AT,
      updatedAt: AT,
    },
    readiness: { ready: false, score: 0, blockers: [], warnings: [], perSection: {}, nextQuestionIds: [] },
    turns: [],
  });
}

export function chatResponse(turn: number, reply: string): ChatResponse {
  const { blueprint, readiness } = detail(turn);
  return chatResponseSchema.parse({
    reply,
    mode: 'guided',
    model: null,
    usage: null,
    turnId: id('trn', turn),
    blueprint,
    readiness,
    diff: [],
  });
}

export const operation = (status: OperationStatus, lastSeq: number): OperationView =>
  operationViewSchema.parse({
    id: OPERATION_ID,
    projectId: PROJECT_ID,
    tree: 'build-feature',
    status,
    progress: 0,
    lastSeq,
    steps: [],
    phases: NO_PHASES,
    url: null,
    error: null,
    cancelRequestedAt: null,
    createdAt: AT,
    startedAt: AT,
    outputs: null,
    parent: null,
    forkedFrom: null,
    finishedAt: null,
  });

export const event = (
  seq: number,
  rest: Partial<Record<keyof OperationEvent, unknown>> = {},
): OperationEvent =>
  operationEventSchema.parse({
    v: 1,
    operationId: OPERATION_ID,
    seq,
    type: 'log',
    timestamp: AT,
    message: `line ${seq} — ✓`,
    ...rest,
  });

/** A log of `count` events that ends well. */
export const log = (count: number): readonly OperationEvent[] =>
  Array.from({ length: count }, (_, index) =>
    index === count - 1 ? event(count, { type: 'complete', status: 'complete' }) : event(index + 1),
  );

export const sse = (one: OperationEvent): string => `id: ${one.seq}\ndata: ${JSON.stringify(one)}\n\n`;

export const END = 'event: end\ndata: {}\n\n';
