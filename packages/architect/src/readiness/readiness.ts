import {
  type BlueprintContent,
  type Readiness,
  type ReadinessFinding,
  SECTION_NAMES,
} from '@orchard-studio/core';
import { DECISION_RULES } from './decision-rules.ts';
import type { Rule } from './rule.ts';
import { STRUCTURE_RULES } from './structure-rules.ts';

export type { Hit, Rule } from './rule.ts';

/** The readiness gate as one table: code, severity, weight, check, fix. */
export const READINESS_RULES: readonly Rule[] = [...STRUCTURE_RULES, ...DECISION_RULES];

/** Findings of one rule beyond this many say nothing new. */
const MAX_PER_RULE = 50;

function nextQuestions({ questions }: BlueprintContent): string[] {
  const rank = { open: 0, queued: 1 };
  return questions
    .flatMap((question) =>
      question.status === 'open' || question.status === 'queued'
        ? [{ id: question.id, order: rank[question.status] * 2 + (question.blocking ? 0 : 1) }]
        : [],
    )
    .sort((a, b) => a.order - b.order)
    .map((question) => question.id);
}

/**
 * Whether a Blueprint can be built as it stands. Pure and fast; it never asks a model.
 *
 * @returns `ready` when there is no blocker; `score` is the weighted share of rules that are met.
 * @example
 * const { ready, blockers } = isReadyToBuild(blueprint);
 */
export function isReadyToBuild(content: BlueprintContent): Readiness {
  const blockers: ReadinessFinding[] = [];
  const warnings: ReadinessFinding[] = [];
  let met = 0;
  let total = 0;
  for (const { code, severity, weight, check, fix } of READINESS_RULES) {
    const findings = check(content)
      .slice(0, MAX_PER_RULE)
      .map(({ item, message }) => ({ code, item, message, fix }));
    (severity === 'blocker' ? blockers : warnings).push(...findings);
    total += weight;
    if (findings.length === 0) met += weight;
  }
  return {
    ready: blockers.length === 0,
    score: Math.round((met / total) * 100) / 100,
    blockers,
    warnings,
    perSection: Object.fromEntries(SECTION_NAMES.map((name) => [name, content.sections[name].coverage])),
    nextQuestionIds: nextQuestions(content),
  };
}
