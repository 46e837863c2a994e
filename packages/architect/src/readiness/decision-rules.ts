import type { BlueprintContent } from '@orchard-studio/core';
import { contrastRatio } from './contrast.ts';
import { applies, endpointsOf, type Hit, present, type Rule, rulesOf, when } from './rule.ts';

const ACTIONS = { GET: 'read', POST: 'create', PUT: 'update', PATCH: 'update', DELETE: 'delete' } as const;

function withoutAccess(content: BlueprintContent): readonly Hit[] {
  if (!applies(content, 'access')) return [];
  const granted = new Set(
    rulesOf(content).flatMap((rule) => rule.actions.map((action) => `${rule.resource} ${action}`)),
  );
  return endpointsOf(content)
    .filter(({ auth, entity, method }) => {
      const action = ACTIONS[method];
      return (
        auth.trim() === '' ||
        (entity !== null && !granted.has(`* ${action}`) && !granted.has(`${entity} ${action}`))
      );
    })
    .map(({ id, method, path }) => ({
      item: `/sections/apiEndpoints/endpoints/${id}`,
      message: `Nothing says who may call ${method} ${path}.`,
    }));
}

/** The same role may do the same to the same thing both for all items and for its own only. */
function contradictions(content: BlueprintContent): readonly Hit[] {
  const scopes = new Map<string, string>();
  const hits: Hit[] = [];
  for (const { id, role, resource, actions, scope } of rulesOf(content)) {
    const clash = actions.find((action) => (scopes.get(`${role} ${resource} ${action}`) ?? scope) !== scope);
    for (const action of actions) scopes.set(`${role} ${resource} ${action}`, scope);
    if (clash !== undefined)
      hits.push({
        item: `/sections/access/rules/${id}`,
        message: `“${role}” may ${clash} everything by one rule and only their own by another.`,
      });
  }
  return hits;
}

const UNSETTLED = new Set(['queued', 'open', 'partial', 'skipped', 'deferred']);

/** Foreground and background tokens that must be readable on each other. */
const PAIRS = [
  ['color.text', 'color.background'],
  ['color.text', 'color.surface'],
  ['color.muted', 'color.background'],
  ['color.on-accent', 'color.accent'],
] as const;

function lowContrast(content: BlueprintContent, from: number, below: number): readonly Hit[] {
  const tokens = new Map(present(content.sections.designSystem.tokens).map((token) => [token.name, token]));
  return PAIRS.flatMap(([front, back]) => {
    const token = tokens.get(front);
    const ratio = contrastRatio(token?.value ?? '', tokens.get(back)?.value ?? '');
    if (token === undefined || ratio === null || ratio < from || ratio >= below) return [];
    return [
      {
        item: `/sections/designSystem/tokens/${token.id}`,
        message: `${front} on ${back} has a contrast of ${ratio.toFixed(1)}.`,
      },
    ];
  });
}

/** Is everything decided that a build cannot decide for you? */
export const DECISION_RULES: readonly Rule[] = [
  {
    code: 'ENDPOINT_WITHOUT_ACCESS',
    severity: 'blocker',
    weight: 8,
    check: withoutAccess,
    fix: 'Say who may see and change things.',
  },
  {
    code: 'CONTRADICTORY_RULES',
    severity: 'blocker',
    weight: 6,
    check: contradictions,
    fix: 'Remove one of the two rules.',
  },
  {
    code: 'OPEN_CONFLICT',
    severity: 'blocker',
    weight: 6,
    check: ({ conflicts }) =>
      conflicts
        .filter((conflict) => conflict.status === 'open')
        .map(({ id, description }) => ({ item: `/conflicts/${id}`, message: description })),
    fix: 'Say which of the two holds.',
  },
  {
    code: 'UNRESOLVED_QUESTION',
    severity: 'blocker',
    weight: 8,
    check: ({ questions }) =>
      questions
        .filter((question) => question.blocking && UNSETTLED.has(question.status))
        .map(({ id, text }) => ({ item: `/questions/${id}`, message: `Not answered yet: ${text}` })),
    fix: 'Answer it, or leave it to the Architect.',
  },
  {
    code: 'DESIGN_UNSETTLED',
    severity: 'blocker',
    weight: 6,
    check: ({ sections: { designSystem } }) =>
      when(
        designSystem.coverage !== 'complete' && designSystem.coverage !== 'not_applicable',
        '/sections/designSystem',
        'The look is not settled.',
      ),
    fix: 'Pick a look, or leave it to the Architect.',
  },
  {
    code: 'CONTRAST_UNREADABLE',
    severity: 'blocker',
    weight: 5,
    check: (content) => lowContrast(content, 0, 3),
    fix: 'Choose colours with a contrast of 4.5 or more.',
  },
  {
    code: 'CONTRAST_LOW',
    severity: 'warning',
    weight: 2,
    check: (content) => lowContrast(content, 3, 4.5),
    fix: 'Choose colours with a contrast of 4.5 or more.',
  },
  {
    code: 'NON_GOALS_MISSING',
    severity: 'warning',
    weight: 2,
    check: (content) =>
      when(
        applies(content, 'intent') && present(content.sections.intent.nonGoals).length === 0,
        '/sections/intent/nonGoals',
        'Nothing is said about what it shall not do.',
      ),
    fix: 'Name what is out of scope.',
  },
  {
    code: 'OPEN_ASSUMPTIONS',
    severity: 'warning',
    weight: 2,
    check: ({ assumptions }) => {
      const open = assumptions.filter((assumption) => assumption.status === 'open');
      const count = open.length === 1 ? 'One assumption is' : `${open.length} assumptions are`;
      return when(open.length > 0, '/assumptions', `${count} not confirmed.`);
    },
    fix: 'Look through the assumptions and correct what is wrong.',
  },
];
