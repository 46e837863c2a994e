import {
  type BlueprintChange,
  type BlueprintContent,
  type Coverage,
  SECTION_NAMES,
  type SectionName,
} from '@orchard-studio/core';

const CHOSEN = new Set(['user_stated', 'user_selected', 'user_confirmed', 'reference']);
const LOOKS = '/sections/designSystem';

const present = <T extends { readonly status: string }>(items: readonly T[]): readonly T[] =>
  items.filter((item) => item.status !== 'rejected');

const measure = (some: boolean, all: boolean): Coverage => (!some ? 'missing' : all ? 'complete' : 'partial');

/** The look is settled when a person chose it, named it, or left it to us. */
function designIsSettled(content: BlueprintContent): boolean {
  const { style, tokens } = content.sections.designSystem;
  if (style === '' || tokens.length === 0) return false;
  return (
    tokens.some((token) => CHOSEN.has(token.origin)) ||
    content.questions.some(
      (question) =>
        question.targets.some((target) => target.startsWith(LOOKS)) &&
        (question.status === 'answered' || question.status === 'delegated'),
    )
  );
}

const everyEntity = (
  content: BlueprintContent,
  linked: readonly { readonly entity: string | null }[],
): boolean => {
  const entities = new Set(linked.map((item) => item.entity));
  return present(content.sections.dataModel.entities).every((entity) => entities.has(entity.id));
};

const MEASURES: Readonly<Record<SectionName, (content: BlueprintContent) => Coverage>> = {
  intent: ({ sections: { intent } }) =>
    measure(
      intent.actors.length + intent.journeys.length + intent.nonGoals.length > 0,
      intent.actors.length > 0 && intent.journeys.length > 0 && intent.nonGoals.length > 0,
    ),
  dataModel: ({ sections }) => {
    const entities = present(sections.dataModel.entities);
    return measure(
      entities.length > 0,
      entities.every((entity) => present(entity.fields).length > 0),
    );
  },
  apiEndpoints: (content) => {
    const endpoints = present(content.sections.apiEndpoints.endpoints);
    return measure(endpoints.length > 0, everyEntity(content, endpoints));
  },
  uiComponents: (content) => {
    const components = present(content.sections.uiComponents.components);
    return measure(components.length > 0, everyEntity(content, components));
  },
  designSystem: (content) => {
    const { style, tokens } = content.sections.designSystem;
    return measure(style !== '' || tokens.length > 0, designIsSettled(content));
  },
  requirements: ({ sections }) => measure(present(sections.requirements.items).length > 0, true),
  access: (content) => {
    const rules = present(content.sections.access.rules);
    const covered = new Set(rules.map((rule) => rule.resource));
    const all = present(content.sections.dataModel.entities).every(
      (entity) => covered.has('*') || covered.has(entity.id),
    );
    return measure(rules.length > 0, all);
  },
  integrations: ({ sections }) => measure(sections.integrations.items.length > 0, true),
  quality: ({ sections }) => measure(sections.quality.goals.length > 0, true),
};

/** Brings each section's coverage in line with its content. `not_applicable` is a person's word and stays. */
export function coverageChanges(content: BlueprintContent): readonly BlueprintChange[] {
  return SECTION_NAMES.flatMap((name): readonly BlueprintChange[] => {
    const now = content.sections[name].coverage;
    const value = MEASURES[name](content);
    return now === value || now === 'not_applicable'
      ? []
      : [{ op: 'set', path: `/sections/${name}/coverage`, value }];
  });
}
