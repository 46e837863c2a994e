import { applyChanges, type BlueprintChange, type BlueprintContent, contentOf } from '@orchard-studio/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { contrastRatio, isReadyToBuild, READINESS_RULES } from '../src/index.ts';
import { pick, questionOn, startChat } from './support/chat.ts';

let ready: BlueprintContent;

/** A plan that trips no rule at all, made by a real conversation. */
beforeAll(async () => {
  const chat = startChat();
  const { blueprint } = await chat.say(
    'A task tracker where people create tasks; tasks have a title and a status (new, old)',
  );
  await chat.answer([
    pick(questionOn(blueprint, 'access'), 'Everyone with the link'),
    pick(questionOn(blueprint, 'design'), 'Calm'),
  ]);
  await chat.say('no payments');
  const content = contentOf(chat.blueprint());
  const assumptions = content.assumptions.map((each) => ({ ...each, status: 'confirmed' as const }));
  ready = { ...content, assumptions };
});

const entity = (content: BlueprintContent) => {
  const [first] = content.sections.dataModel.entities;
  if (first === undefined) throw new Error('The plan has no entity.');
  return first;
};
const paths = (content: BlueprintContent) => ({
  entity: `/sections/dataModel/entities/${entity(content).id}`,
  token: (name: string) =>
    `/sections/designSystem/tokens/${content.sections.designSystem.tokens.find((each) => each.name === name)?.id}`,
});
const copy = <T extends { readonly id: string }>(item: T | undefined, id: string): T & { id: string } => {
  if (item === undefined) throw new Error('There is nothing to copy.');
  return { ...item, id };
};
const set = (path: string, value: BlueprintChange['value']): BlueprintChange => ({
  op: 'set',
  path,
  value: value ?? null,
});
const add = (path: string, value: BlueprintChange['value']): BlueprintChange => ({
  op: 'add',
  path,
  value: value ?? null,
});

const BREAKS: Record<string, (content: BlueprintContent) => readonly BlueprintChange[]> = {
  FEATURE_UNNAMED: () => [set('/feature', ' ')],
  NO_ACTOR: () => [set('/sections/intent/actors', [])],
  NO_ENTITY: () => [
    set('/sections/dataModel/entities', []),
    set('/sections/apiEndpoints/endpoints', []),
    set('/sections/uiComponents/components', []),
  ],
  ENTITY_WITHOUT_FIELD: (content) => [set(`${paths(content).entity}/fields`, [])],
  ENTITY_WITHOUT_ENDPOINT: () => [set('/sections/apiEndpoints/endpoints', [])],
  ENTITY_WITHOUT_SCREEN: () => [set('/sections/uiComponents/components', [])],
  DANGLING_REFERENCE: (content) => {
    const field = {
      ...copy(entity(content).fields[0], 'fld_0000000000009001'),
      name: 'owner',
      type: 'reference' as const,
    };
    return [add(`${paths(content).entity}/fields`, { ...field, references: 'ent_0000000000009009' })];
  },
  DUPLICATE_NAME: (content) => [
    add(`${paths(content).entity}/fields`, {
      ...copy(entity(content).fields[0], 'fld_0000000000009002'),
      name: 'TITLE',
    }),
  ],
  ENUM_WITHOUT_VALUES: (content) => {
    const field = entity(content).fields.find((each) => each.type === 'enum');
    return [set(`${paths(content).entity}/fields/${field?.id}/values`, [])];
  },
  ENDPOINT_WITHOUT_ACCESS: () => [set('/sections/access/rules', [])],
  CONTRADICTORY_RULES: (content) => [
    add('/sections/access/rules', {
      ...copy(content.sections.access.rules[0], 'acc_0000000000009001'),
      scope: 'own',
    }),
  ],
  OPEN_CONFLICT: () => [
    add('/conflicts', {
      id: 'cfl_0000000000009001',
      description: 'Both.',
      targets: [],
      status: 'open',
      resolution: '',
    }),
  ],
  UNRESOLVED_QUESTION: (content) => {
    const question = content.questions.find((each) => each.topic === 'access.model');
    return [set(`/questions/${question?.id}/status`, 'skipped')];
  },
  DESIGN_UNSETTLED: () => [set('/sections/designSystem/coverage', 'partial')],
  CONTRAST_UNREADABLE: (content) => [set(`${paths(content).token('color.muted')}/value`, '#eeeeee')],
  CONTRAST_LOW: (content) => [set(`${paths(content).token('color.muted')}/value`, '#8a8a8a')],
  NON_GOALS_MISSING: () => [set('/sections/intent/nonGoals', [])],
  OPEN_ASSUMPTIONS: () => [
    add('/assumptions', {
      id: 'asm_0000000000009001',
      assumption: 'x',
      targets: [],
      confidence: 0.5,
      status: 'open',
    }),
  ],
};

describe('the readiness table', () => {
  it('knows both kinds of links', () => {
    const tags = {
      ...copy(entity(ready).fields[0], 'fld_0000000000009003'),
      name: 'tags',
      type: 'references' as const,
    };
    for (const references of [null, 'ent_0000000000009009', entity(ready).id]) {
      const { content } = applyChanges(ready, [
        add(`${paths(ready).entity}/fields`, { ...tags, references }),
      ]);
      const codes = isReadyToBuild(content).blockers.map((finding) => finding.code);
      expect(codes).toEqual(references === entity(ready).id ? [] : ['DANGLING_REFERENCE']);
    }
  });

  it('finds nothing in a whole plan', () => {
    expect(isReadyToBuild(ready)).toMatchObject({ ready: true, score: 1, blockers: [], warnings: [] });
  });

  it.each(READINESS_RULES.map((rule) => [rule.code, rule] as const))(
    '%s is tripped by its case and by nothing else',
    (code, rule) => {
      const broken = applyChanges(ready, BREAKS[code]?.(ready) ?? []).content;
      const { blockers, warnings, ready: isReady, score } = isReadyToBuild(broken);
      const found = new Set([...blockers, ...warnings].map((finding) => finding.code));
      expect([...found]).toEqual([code]);
      expect(isReady).toBe(rule.severity === 'warning');
      expect(score).toBeLessThan(1);
    },
  );

  it('a waived section is not asked for', () => {
    const waived = applyChanges(ready, [
      set('/sections/designSystem/coverage', 'not_applicable'),
      set('/sections/apiEndpoints/coverage', 'not_applicable'),
      set('/sections/apiEndpoints/endpoints', []),
    ]).content;
    expect(isReadyToBuild(waived).blockers).toEqual([]);
  });

  it('knows contrast', () => {
    expect(contrastRatio('#000', '#ffffff')).toBeCloseTo(21);
    expect(contrastRatio('#777777', '#ffffff')).toBeCloseTo(4.48, 1);
    expect(contrastRatio('red', '#fff')).toBeNull();
  });
});
