import type { Blueprint, Entity, Field, ReadinessFinding } from '@orchard-studio/core';
import { escapeMarkdown } from './escape-markdown.ts';

const NONE = '—';
const text = (value: string): string => escapeMarkdown(value) || NONE;
const yes = (value: boolean): string => (value ? 'yes' : 'no');

const ORIGINS = {
  user_stated: 'said',
  user_selected: 'picked',
  user_confirmed: 'confirmed',
  reference: 'from a reference',
  template: 'from a template',
  inferred: 'inferred',
  assumed: 'assumed',
} as const;

interface Tracked {
  readonly id: string;
  readonly origin: keyof typeof ORIGINS;
}

/** Where an item comes from, so that nothing stands in the document that hides who put it there. */
const tracked = (item: Tracked) => ({ id: item.id, origin: ORIGINS[item.origin] });

function isKept(item: { readonly status: string }): boolean {
  return item.status !== 'rejected';
}

function fieldView(field: Field, names: ReadonlyMap<string, string>) {
  const number = field.type === 'references' ? ' (any number)' : '';
  const target =
    field.references === null ? '' : ` → ${text(names.get(field.references) ?? 'unknown')}${number}`;
  const values = field.values.length === 0 ? '' : ` (${field.values.map(text).join(', ')})`;
  return {
    ...tracked(field),
    name: text(field.name),
    type: `${field.type}${values}${target}`,
    required: yes(field.required),
    unique: yes(field.unique),
    default: field.default === null ? NONE : text(field.default),
  };
}

function entityView(entity: Entity, names: ReadonlyMap<string, string>) {
  return {
    ...tracked(entity),
    name: text(entity.name),
    description: escapeMarkdown(entity.description),
    fields: entity.fields.filter(isKept).map((field) => fieldView(field, names)),
  };
}

/**
 * What templates see: every string is already escaped for Markdown, so no template can let a value create structure.
 * The names are part of the template contract.
 */
export function toViewModel(blueprint: Blueprint, acceptedRisks: readonly ReadinessFinding[]) {
  const { sections } = blueprint;
  const { entities } = sections.dataModel;
  const names = new Map(entities.map((entity) => [entity.id, entity.name]));
  const entityName = (id: string): string => text(names.get(id) ?? (id === '*' ? 'everything' : id));
  return {
    // A plain string: what templates see depends on no schema library.
    id: String(blueprint.id),
    revision: blueprint.revision,
    hash: text(blueprint.hash),
    feature: text(blueprint.feature),
    summary: text(blueprint.summary),
    actors: sections.intent.actors.filter(isKept).map((actor) => ({
      ...tracked(actor),
      name: text(actor.name),
      description: escapeMarkdown(actor.description),
    })),
    journeys: sections.intent.journeys
      .filter(isKept)
      .map((item) => ({ ...tracked(item), text: text(item.text) })),
    nonGoals: sections.intent.nonGoals
      .filter(isKept)
      .map((item) => ({ ...tracked(item), text: text(item.text) })),
    requirements: sections.requirements.items.filter(isKept).map((item) => ({
      ...tracked(item),
      title: text(item.title),
      given: text(item.given),
      when: text(item.when),
      outcome: text(item.then),
    })),
    entities: entities.filter(isKept).map((entity) => entityView(entity, names)),
    endpoints: sections.apiEndpoints.endpoints.filter(isKept).map((item) => ({
      ...tracked(item),
      method: item.method,
      path: text(item.path),
      description: text(item.description),
      auth: text(item.auth),
      request: text(item.request),
      response: text(item.response),
    })),
    components: sections.uiComponents.components.filter(isKept).map((item) => ({
      ...tracked(item),
      name: text(item.name),
      purpose: text(item.purpose),
      route: text(item.route),
      states: item.states.map(text).join(', ') || NONE,
      actions: item.actions.map(text).join(', ') || NONE,
    })),
    accessRules: sections.access.rules.filter(isKept).map((item) => ({
      ...tracked(item),
      role: text(item.role),
      resource: entityName(item.resource),
      actions: item.actions.join(', ') || NONE,
      scope: item.scope,
    })),
    style: text(sections.designSystem.style),
    density: sections.designSystem.density,
    tokens: sections.designSystem.tokens.filter(isKept).map((item) => ({
      ...tracked(item),
      name: text(item.name),
      type: item.type,
      value: text(item.value),
    })),
    integrations: sections.integrations.items
      .filter(isKept)
      .map((item) => ({ ...tracked(item), name: text(item.name), purpose: text(item.purpose) })),
    qualityGoals: sections.quality.goals
      .filter(isKept)
      .map((item) => ({ ...tracked(item), text: text(item.text) })),
    assumptions: blueprint.assumptions
      .filter(({ status }) => status !== 'overturned')
      .map((item) => ({
        id: item.id,
        assumption: text(item.assumption),
        status: text(item.status.replace('_', ' ')),
      })),
    openQuestions: blueprint.questions
      .filter(({ status }) => ['queued', 'open', 'partial', 'skipped', 'deferred'].includes(status))
      .map((item) => ({ id: item.id, text: text(item.text), status: item.status })),
    decisions: blueprint.decisions.filter(isKept).map((item) => ({
      ...tracked(item),
      title: text(item.title),
      choice: text(item.choice),
      reason: text(item.reason),
    })),
    acceptedRisks: acceptedRisks.map((item) => ({
      code: text(item.code),
      message: text(item.message),
      fix: text(item.fix),
    })),
  };
}

/** What a template may name. */
export type SpecViewModel = ReturnType<typeof toViewModel>;
