import type { BlueprintContent, Entity, Field, Origin } from '@orchard-studio/core';
import type { Handles } from './handles.ts';

/** One line, whatever is in it: a value can never look like another line of the plan. */
const quote = (text: string): string => JSON.stringify(text);

const ORIGINS: Readonly<Record<Origin, string>> = {
  user_stated: 'said',
  user_selected: 'picked',
  user_confirmed: 'confirmed',
  reference: 'reference',
  template: 'guess',
  inferred: 'guess',
  assumed: 'guess',
};

interface Item {
  readonly id: string;
  readonly origin: Origin;
  readonly status: string;
  readonly locked: boolean;
}

/** How an item stands: a guess may be changed at will, what a person said may not. */
function standing({ origin, status, locked }: Item): string {
  const words = [ORIGINS[origin], ...(status === 'proposed' ? [] : [status]), ...(locked ? ['locked'] : [])];
  return `[${words.join(', ')}]`;
}

function fieldLine(field: Field, handles: Handles): string {
  const facts = [
    field.type,
    ...(field.required ? ['required'] : []),
    ...(field.unique ? ['unique'] : []),
    ...(field.default === null ? [] : [`default ${quote(field.default)}`]),
    ...(field.references === null ? [] : [`to ${handles.of(field.references)}`]),
    ...(field.values.length === 0 ? [] : [field.values.map(quote).join(' | ')]),
  ];
  return `  ${handles.of(field.id)} ${quote(field.name)} ${facts.join(', ')} ${standing(field)}`;
}

function entityLines(entity: Entity, handles: Handles): readonly string[] {
  const { id, name, description, fields } = entity;
  return [
    `${handles.of(id)} ${quote(name)} ${quote(description)} ${standing(entity)}`,
    ...fields.map((field) => fieldLine(field, handles)),
  ];
}

function section<One extends Item>(
  title: string,
  items: readonly One[],
  line: (item: One) => string,
): (handles: Handles) => readonly string[] {
  return (handles) =>
    items.length === 0
      ? []
      : [`${title}:`, ...items.map((item) => `${handles.of(item.id)} ${line(item)} ${standing(item)}`)];
}

/** The plan in few words, an item a line, each with its handle and where it comes from. */
export function compactPlan(content: BlueprintContent, handles: Handles): string {
  const { intent, dataModel, apiEndpoints, uiComponents, designSystem, requirements, access } =
    content.sections;
  const { integrations, quality } = content.sections;
  const named = ({ name, description }: { readonly name: string; readonly description: string }): string =>
    `${quote(name)} ${quote(description)}`;
  const stated = ({ text }: { readonly text: string }): string => quote(text);
  const of = (id: string | null): string => (id === null || id === '*' ? '*' : handles.of(id));
  const parts = [
    section('actors', intent.actors, named),
    section('journeys', intent.journeys, stated),
    section('nonGoals', intent.nonGoals, stated),
    section('requirements', requirements.items, ({ title, given, when, then }) =>
      [title, given, when, then].map(quote).join(' / '),
    ),
    section('access', access.rules, ({ role, resource, actions, scope }) =>
      [quote(role), actions.join('+'), of(resource), scope].join(' '),
    ),
    section('screens', uiComponents.components, ({ name, purpose, route, entity }) =>
      [quote(name), quote(purpose), quote(route), of(entity)].join(' '),
    ),
    section('endpoints', apiEndpoints.endpoints, ({ method, path, auth, entity }) =>
      [method, quote(path), quote(auth), of(entity)].join(' '),
    ),
    section('tokens', designSystem.tokens, ({ name, value }) => `${quote(name)} ${quote(value)}`),
    section('integrations', integrations.items, ({ name, purpose }) => `${quote(name)} ${quote(purpose)}`),
    section('goals', quality.goals, stated),
    section('decisions', content.decisions, ({ title, choice }) => `${quote(title)} ${quote(choice)}`),
  ];
  return [
    `feature: ${quote(content.feature)}`,
    `summary: ${quote(content.summary)}`,
    `style: ${quote(designSystem.style)}, density: ${designSystem.density}`,
    ...(dataModel.entities.length === 0 ? [] : ['entities and their fields:']),
    ...dataModel.entities.flatMap((entity) => entityLines(entity, handles)),
    ...parts.flatMap((part) => part(handles)),
    ...interviewLines(content, handles),
  ].join('\n');
}

/** Assumptions, conflicts and questions: what was asked is not asked again. */
function interviewLines(
  { assumptions, conflicts, questions }: BlueprintContent,
  handles: Handles,
): readonly string[] {
  const lines = (title: string, items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : [`${title}:`, ...items];
  return [
    ...lines(
      'assumptions',
      assumptions.map(({ id, assumption, status }) => `${handles.of(id)} ${quote(assumption)} [${status}]`),
    ),
    ...lines(
      'conflicts',
      conflicts.map(({ id, description, status }) => `${handles.of(id)} ${quote(description)} [${status}]`),
    ),
    ...lines(
      'questions',
      questions.map(({ id, topic, text, status, answer, options }) => {
        const chosen = options
          .filter((option) => answer?.optionIds.includes(option.id))
          .map(({ label }) => label);
        const said =
          answer === null ? '' : ` answered ${quote([...chosen, answer.text].filter(Boolean).join('; '))}`;
        return `${handles.of(id)} ${quote(topic)} ${quote(text)} [${status}]${said}`;
      }),
    ),
  ];
}
