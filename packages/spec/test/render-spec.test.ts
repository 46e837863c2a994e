import {
  applyChanges,
  type Blueprint,
  blueprintSchema,
  emptyBlueprintContent,
  hashBlueprint,
  isOrchardError,
} from '@orchard-studio/core';
import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { visit } from 'unist-util-visit';
import { describe, expect, it } from 'vitest';
import { defaultTemplate, escapeMarkdown, minimalTemplate, renderSpec } from '../src/index.ts';

const ITEM = {
  status: 'proposed',
  origin: 'user_stated',
  sources: [],
  confidence: 1,
  locked: false,
} as const;
const id = (prefix: string, number: number): string => `${prefix}_${String(number).padStart(16, '0')}`;

interface Texts {
  readonly feature: string;
  readonly summary: string;
  readonly names: readonly string[];
  readonly fields: readonly string[];
  readonly endpoints: readonly string[];
  readonly assumptions: readonly string[];
}

function blueprintOf(texts: Texts): Blueprint {
  const fields = texts.fields.map((name, index) => ({
    ...ITEM,
    id: id('fld', index),
    name,
    type: 'string',
    required: true,
    unique: false,
    default: name,
    references: null,
    values: [name],
  }));
  const { content } = applyChanges(emptyBlueprintContent(), [
    { op: 'set', path: '/feature', value: texts.feature },
    { op: 'set', path: '/summary', value: texts.summary },
    ...texts.names.map((name, index) => ({
      op: 'add' as const,
      path: '/sections/dataModel/entities',
      value: { ...ITEM, id: id('ent', index), name, description: name, fields },
    })),
    ...texts.endpoints.map((path, index) => ({
      op: 'add' as const,
      path: '/sections/apiEndpoints/endpoints',
      value: {
        ...ITEM,
        id: id('end', index),
        method: 'GET',
        path: `/${path}`,
        description: path,
        request: path,
        response: path,
        auth: path,
        entity: null,
      },
    })),
    ...texts.assumptions.map((assumption, index) => ({
      op: 'add' as const,
      path: '/assumptions',
      value: { id: id('asm', index), assumption, targets: [], confidence: 0.5, status: 'open' },
    })),
  ]);
  const at = '2026-01-01T00:00:00.000Z';
  return blueprintSchema.parse({
    id: id('bp', 1),
    tenantId: 't',
    projectId: null,
    externalId: null,
    locale: 'en',
    revision: 1,
    hash: hashBlueprint(content),
    status: 'drafting',
    approval: null,
    builtFeatureSlug: null,
    createdAt: at,
    updatedAt: at,
    ...content,
  });
}

/** How often each kind of node occurs in the parsed document. */
function nodes(markdown: string): Record<string, number> {
  const counts: Record<string, number> = {};
  const tree = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  visit(tree, (node) => {
    const comment = node.type === 'html' && /^<!-- [a-z]+_[0-9A-Za-z]+ -->$/.test(node.value);
    const kind = comment ? 'comment' : node.type;
    counts[kind] = (counts[kind] ?? 0) + 1;
  });
  const { text: _text, ...structure } = counts;
  return structure;
}

const NASTY = [
  '|',
  '\n',
  '\r\n# x',
  '`',
  '```',
  '~~~',
  '<script>alert(1)</script>',
  '<!-- x -->',
  '](javascript:alert(1))',
  '![x](http://a.b/c)',
  '---',
  '- [x] y',
  '1. z',
  '1) z',
  '+ p',
  '> q',
  '# h',
  '====',
  '\u0000',
  '\u202e',
  '\u2028',
  '&copy;',
  '&#60;b&#62;',
  '[^1]: note',
  'http://evil.example/?q=1',
  'www.evil.example',
  'a@evil.example',
  'mailto:a@b.c',
  '<http://a.b>',
  '{{constructor}}',
  '{{#each x}}',
  '\\',
  '\\|',
  '**b**',
  '_i_',
  '~~s~~',
  '    code',
  '\t\tcode',
  '$$x$$',
  ':smile:',
  '[a]: b',
  'مهمة',
  '🍎',
];
const nasty = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'grapheme', maxLength: 6 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => `x${parts.join('')}`);
const leading = fc.constantFrom(
  ...NASTY.filter((text) => text.trim() !== '' && !['\u0000', '\u202e', '\u2028'].includes(text)),
);
const value = fc.oneof(nasty, leading);

describe('spec.md', () => {
  it('has exactly the nodes of a harmless Blueprint of the same shape, whatever the values hold', () => {
    const texts = fc.record({
      feature: value,
      summary: value,
      names: fc.array(value, { maxLength: 3 }),
      fields: fc.array(value, { maxLength: 3 }),
      endpoints: fc.array(value, { maxLength: 2 }),
      assumptions: fc.array(value, { maxLength: 2 }),
    });
    fc.assert(
      fc.property(texts, fc.constantFrom(defaultTemplate, minimalTemplate), (hostile, template) => {
        const plain = {
          feature: 'Word',
          summary: 'Word',
          names: hostile.names.map(() => 'Word'),
          fields: hostile.fields.map(() => 'Word'),
          endpoints: hostile.endpoints.map(() => 'word'),
          assumptions: hostile.assumptions.map(() => 'Word'),
        };
        expect(nodes(renderSpec(blueprintOf(hostile), { template }))).toEqual(
          nodes(renderSpec(blueprintOf(plain), { template })),
        );
      }),
      { numRuns: process.env.ORCHARD_PROVE === undefined ? 300 : 10_000 },
    );
  });

  it('shows the words as they were said', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 40 }), (text) => {
        const tree = fromMarkdown(`x ${escapeMarkdown(text)} x`, {
          extensions: [gfm()],
          mdastExtensions: [gfmFromMarkdown()],
        });
        let shown = '';
        visit(tree, 'text', (node) => {
          shown += node.value;
        });
        expect(shown.replaceAll('\u2060', '')).toBe(`x ${text.replace(/\s+/g, ' ').trim()} x`);
      }),
    );
  });

  it('has the headings of the design', () => {
    const spec = renderSpec(
      blueprintOf({
        feature: 'Task tracker',
        summary: 'Tasks.',
        names: ['Task'],
        fields: ['title'],
        endpoints: ['tasks'],
        assumptions: ['One team.'],
      }),
    );
    expect(spec.match(/^##? .*$/gm)).toEqual([
      '# Feature: Task tracker',
      '## Summary',
      '## Requirements',
      '## Data Model',
      '## API Endpoints',
      '## UI Components',
      '## Design System',
      '## Assumptions',
      '## Open Questions',
      '## Decisions',
      '## Accepted risks',
    ]);
    expect(spec).toContain('| title | string (title) | yes | no | title | said |');
  });

  it('shows links to any number of things, and files', () => {
    const names = ['Talk', 'Speaker'];
    const blueprint = blueprintOf({
      feature: 'Conference',
      summary: 'Talks.',
      names,
      fields: ['speakers', 'slides'],
      endpoints: [],
      assumptions: [],
    });
    const [talk, speaker] = blueprint.sections.dataModel.entities;
    const [speakers, slides] = talk?.fields ?? [];
    Object.assign(speakers ?? {}, { type: 'references', references: speaker?.id, values: [], default: null });
    Object.assign(slides ?? {}, { type: 'file', values: [], default: null });
    const spec = renderSpec(blueprint);
    expect(spec).toContain('| speakers | references → Speaker (any number) | yes | no | — | said |');
    expect(spec).toContain('| slides | file | yes | no | — | said |');
    expect(renderSpec(blueprint, { template: minimalTemplate })).toContain(
      'speakers (references → Speaker (any number))',
    );
  });

  it('lists what a person chose to build in spite of', () => {
    const blueprint = blueprintOf({
      feature: 'a',
      summary: 'b',
      names: [],
      fields: [],
      endpoints: [],
      assumptions: [],
    });
    const acceptedRisks = [{ code: 'NO_ENTITY', item: '', message: 'There is | nothing.', fix: 'Name one.' }];
    expect(renderSpec(blueprint, { acceptedRisks })).toContain(
      '- **NO\\_ENTITY**: There is \\| nothing. Name one.',
    );
  });
});

describe('a template of a host', () => {
  const blueprint = blueprintOf({
    feature: 'F',
    summary: 'S',
    names: [],
    fields: [],
    endpoints: [],
    assumptions: [],
  });
  const hostile = [
    '{{constructor}}',
    '{{__proto__}}',
    '{{feature.constructor}}',
    '{{lookup this "constructor"}}',
    '{{#with "x"}}{{constructor}}{{/with}}',
    '{{__lookupGetter__}}',
    '{{unknown}}',
    '{{#if}}',
    '{{',
    '{{> self}}',
    '{{#each actors}}',
  ];
  it.each(hostile)('reaches nothing it should not: %s', (template) => {
    try {
      expect(renderSpec(blueprint, { template })).not.toMatch(/function|native|object/i);
    } catch (error) {
      expect(isOrchardError(error) && error.code).toBe('INVALID_INPUT');
    }
  });

  it('must be text', () => {
    const tree: unknown = { type: 'Program', body: [] };
    expect(() => renderSpec(blueprint, { template: tree as string })).toThrow('must be a string');
  });
});
