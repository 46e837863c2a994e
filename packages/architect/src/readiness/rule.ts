import type { BlueprintContent, SectionName } from '@orchard-studio/core';

/** One place where a rule is broken. */
export interface Hit {
  /** Path of what it is about; empty for the whole Blueprint. */
  readonly item: string;
  readonly message: string;
}

/** One row of the readiness table. */
export interface Rule {
  /** UPPER_SNAKE; never renamed. */
  readonly code: string;
  readonly severity: 'blocker' | 'warning';
  /** How much the rule counts in the score. */
  readonly weight: number;
  readonly check: (content: BlueprintContent) => readonly Hit[];
  /** What to do about a hit, in one sentence. */
  readonly fix: string;
}

const hit = (item: string, message: string): readonly Hit[] => [{ item, message }];
export const when = (broken: boolean, item: string, message: string): readonly Hit[] =>
  broken ? hit(item, message) : [];

/** Items that count: a rejected one is not part of the plan. */
export function present<T extends { readonly status: string }>(items: readonly T[]): readonly T[] {
  return items.filter((item) => item.status !== 'rejected');
}

export const applies = (content: BlueprintContent, section: SectionName): boolean =>
  content.sections[section].coverage !== 'not_applicable';

export const entitiesOf = (content: BlueprintContent) => present(content.sections.dataModel.entities);
export const endpointsOf = (content: BlueprintContent) => present(content.sections.apiEndpoints.endpoints);
export const componentsOf = (content: BlueprintContent) => present(content.sections.uiComponents.components);
export const rulesOf = (content: BlueprintContent) => present(content.sections.access.rules);
