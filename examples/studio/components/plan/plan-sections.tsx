import type { Assumption, BlueprintView, ItemFields } from '@orchard-studio/core';
import { Assumptions } from './assumptions';
import type { Changes } from './changed-ids';
import { DataModel } from './data-model';
import { Design } from './design';
import { Item } from './item';
import { AccessRules, Endpoints, Intent, Requirements, Screens } from './lists';
import { Missed, missedOf } from './missed';
import { Nothing, Section } from './section';

export interface PlanSectionsProps {
  readonly blueprint: BlueprintView;
  readonly changes: Changes;
  readonly onCorrect: (assumption: Assumption) => void;
}

const kept = <T extends Pick<ItemFields, 'status'>>(items: readonly T[]): readonly T[] =>
  items.filter(({ status }) => status !== 'rejected');

/** The Blueprint, section by section. */
export function PlanSections({ blueprint, changes, onCorrect }: PlanSectionsProps) {
  const { sections } = blueprint;
  const assumptions = blueprint.assumptions.filter(({ status }) => status === 'open');
  const missed = missedOf(blueprint.claims);
  const entities = kept(sections.dataModel.entities);
  const names = new Map(entities.map(({ id, name }) => [id, name]));
  const screens = kept(sections.uiComponents.components);
  const endpoints = kept(sections.apiEndpoints.endpoints);
  const rules = kept(sections.access.rules);
  const requirements = kept(sections.requirements.items);
  const { actors, journeys, nonGoals } = sections.intent;
  const intent = {
    ...sections.intent,
    actors: [...kept(actors)],
    journeys: [...kept(journeys)],
    nonGoals: [...kept(nonGoals)],
  };
  const people = intent.actors.length + intent.journeys.length + intent.nonGoals.length;
  return (
    <>
      {missed.length === 0 ? null : (
        <Section title="Not understood yet" count={missed.length}>
          <Missed claims={missed} />
        </Section>
      )}
      {assumptions.length === 0 ? null : (
        <Section title="Assumptions" count={assumptions.length}>
          <Assumptions assumptions={assumptions} changes={changes} onCorrect={onCorrect} />
        </Section>
      )}
      <Section title="People and purpose" coverage={sections.intent.coverage} count={people}>
        {people === 0 ? (
          <Nothing>Who uses the app is not known yet.</Nothing>
        ) : (
          <Intent intent={intent} changes={changes} />
        )}
      </Section>
      <Section title="Data model" coverage={sections.dataModel.coverage} count={entities.length}>
        {entities.length === 0 ? (
          <Nothing>No entities yet.</Nothing>
        ) : (
          <DataModel entities={entities} changes={changes} />
        )}
      </Section>
      <Section title="Screens" coverage={sections.uiComponents.coverage} count={screens.length}>
        {screens.length === 0 ? (
          <Nothing>No screens yet.</Nothing>
        ) : (
          <Screens items={screens} changes={changes} />
        )}
      </Section>
      <Section title="API" coverage={sections.apiEndpoints.coverage} count={endpoints.length}>
        {endpoints.length === 0 ? (
          <Nothing>No endpoints yet.</Nothing>
        ) : (
          <Endpoints items={endpoints} changes={changes} />
        )}
      </Section>
      <Section title="Access" coverage={sections.access.coverage} count={rules.length}>
        {rules.length === 0 ? (
          <Nothing>Who may do what is open.</Nothing>
        ) : (
          <AccessRules items={rules} changes={changes} names={names} />
        )}
      </Section>
      <Section title="Requirements" coverage={sections.requirements.coverage} count={requirements.length}>
        {requirements.length === 0 ? (
          <Nothing>No requirements yet.</Nothing>
        ) : (
          <Requirements items={requirements} changes={changes} />
        )}
      </Section>
      <Section
        title="Design"
        coverage={sections.designSystem.coverage}
        isChanged={changes.has('designSystem')}
      >
        {sections.designSystem.style === '' && sections.designSystem.tokens.length === 0 ? (
          <Nothing>The look is not settled yet.</Nothing>
        ) : (
          <Design design={sections.designSystem} changes={changes} />
        )}
      </Section>
      <MoreSections blueprint={blueprint} changes={changes} />
    </>
  );
}

/** Sections that only appear when they hold something. */
function MoreSections({ blueprint, changes }: Pick<PlanSectionsProps, 'blueprint' | 'changes'>) {
  const { integrations, quality } = blueprint.sections;
  const more = [
    {
      title: 'Integrations',
      items: kept(integrations.items).map((item) => ({ item, title: item.name, text: item.purpose })),
    },
    { title: 'Quality', items: kept(quality.goals).map((item) => ({ item, title: item.text, text: '' })) },
    {
      title: 'Decisions',
      items: kept(blueprint.decisions).map((item) => ({
        item,
        title: `${item.title}: ${item.choice}`,
        text: item.reason,
      })),
    },
  ];
  return more
    .filter(({ items }) => items.length > 0)
    .map(({ title, items }) => (
      <Section key={title} title={title} count={items.length}>
        <ul className="grid gap-2">
          {items.map(({ item, title: name, text }) => (
            <Item key={item.id} item={item} change={changes.get(item.id)} title={name}>
              {text === '' ? null : (
                <p dir="auto" className="text-sm text-muted">
                  {text}
                </p>
              )}
            </Item>
          ))}
        </ul>
      </Section>
    ));
}
