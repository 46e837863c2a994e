import type { ModelScript } from '@orchard-studio/testing';
import type { PlanDraft } from '../../src/model/index.ts';

const EMPTY: PlanDraft = {
  ...{ feature: '', summary: '', style: '', density: 'unset' },
  ...{ sentences: [], actors: [], entities: [], fields: [], access: [], requirements: [], journeys: [] },
  ...{ nonGoals: [], screens: [], endpoints: [], tokens: [], integrations: [], goals: [], decisions: [] },
  ...{ assumptions: [], conflicts: [], questions: [], removals: [] },
};

/** The whole input of the tool, with what is left out empty. */
export const planDraft = (parts: Partial<PlanDraft>): PlanDraft => ({ ...EMPTY, ...parts });

/** A model that says this, and hands this in. */
export const saying = (text: string, parts: Partial<PlanDraft>): ModelScript => ({
  says: [{ text }, { tool: 'change_plan', input: JSON.stringify(planDraft(parts)) }],
});

export const field = (handle: string, entity: string, name: string, more: object = {}) => ({
  ...{ handle, from: '', entity, name, type: 'string' as const, required: false, unique: false },
  ...{ default: '', references: '', values: [] },
  ...more,
});

export const entity = (handle: string, name: string, from = '') => ({ handle, from, name, description: '' });
export const landed = (handle: string, ...landedAt: readonly string[]) => ({
  ...{ handle, outcome: 'landed' as const, landedAt: [...landedAt], reason: '' },
});
