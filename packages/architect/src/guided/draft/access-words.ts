import type { AccessRule, Entity } from '@orchard-studio/core';
import { ANYONE_ROLE, isGroup } from '../lexicon/people.ts';
import type { AccessModel } from '../parse/facts.ts';
import { capitalise, listing, onLast, plural } from '../text/inflect.ts';
import { type Draft, entities } from './draft.ts';
import type { Reason } from './general-access.ts';
import { statedRules } from './grants.ts';
import { wholeOf } from './standing.ts';

/** Why a rule stands that nobody stated. */
export interface Derived {
  readonly rule: AccessRule;
  readonly reason: Reason;
}

/** Who may do what, as far as nobody stated it. */
export interface KeptAccess {
  /** The model in force, null when a person chose it or nothing is left to decide. */
  readonly assumed: AccessModel | null;
  readonly derived: readonly Derived[];
}

const MODELS: Readonly<Record<AccessModel, string>> = {
  link: 'everyone who has the link may see and change everything.',
  shared: 'everyone who signs in sees and changes everything together.',
  own: 'everyone signs in and sees only what is theirs.',
  staff: 'everyone may look; only staff change things.',
  named: 'nobody else may see or change anything.',
};

/** "staff", "doctors": people as the subject of a sentence. */
export const peopleOf = (role: string): string =>
  isGroup(role.toLowerCase()) ? role.toLowerCase() : onLast(role.toLowerCase(), plural);

interface Group {
  readonly role: string;
  readonly reason: Reason;
  readonly first: Derived;
  readonly things: readonly string[];
  /** What the thing is a part of. */
  readonly whole: Entity | undefined;
}

const manyOf = (entity: Entity): string => onLast(entity.name.toLowerCase(), plural);

function groupsOf(draft: Draft, derived: readonly Derived[]): readonly Group[] {
  const all = new Map(entities(draft).map((entity) => [entity.id, entity]));
  const groups = new Map<string, Group>();
  for (const each of derived) {
    const { role, resource, scope } = each.rule;
    const thing = all.get(resource);
    const name = thing === undefined ? 'everything' : manyOf(thing);
    const whole = thing === undefined || each.reason !== 'part' ? undefined : wholeOf(draft, thing);
    const actions = each.reason === 'self' ? each.rule.actions.join() : '';
    const id = each.reason === 'part' ? `part ${resource}` : `${each.reason} ${role} ${scope} ${actions}`;
    const known = groups.get(id);
    const things = [...new Set([...(known?.things ?? []), name])];
    groups.set(id, { role, reason: each.reason, first: known?.first ?? each, things, whole });
  }
  return [...groups.values()];
}

/** One sentence for what a role may do that nobody stated. */
function wordsOf({ role, reason, things, first, whole }: Group): string {
  const who = capitalise(role === ANYONE_ROLE ? 'people' : peopleOf(role));
  const what = listing(things);
  switch (reason) {
    case 'part':
      return `What people may do with ${whole === undefined ? 'the whole' : manyOf(whole)} they may do with ${what}, too.`;
    case 'choice':
      return `${who} see all ${what}, to choose from them.`;
    case 'self': {
      const isRead = first.rule.actions.join() === 'read';
      return isRead
        ? `${who} see their own ${what}.`
        : `${who} add their own record under ${what}, and see and change only that.`;
    }
    case 'look':
      return `${who} see all ${what}.`;
    case 'manager':
      return `${who} may see and change all ${what}.`;
    case 'rest':
      return `${who} look after ${what}.`;
    case 'model':
      return '';
  }
}

/** What is taken for granted about access, sentence by sentence. */
export function accessAssumptions(draft: Draft, { assumed, derived }: KeptAccess) {
  const isPartly = statedRules(draft.content).length > 0;
  const general =
    assumed === null
      ? []
      : [
          {
            text:
              isPartly && assumed !== 'named'
                ? `Where you said nothing else, ${MODELS[assumed]}`
                : capitalise(MODELS[assumed]),
            target: '/sections/access',
            confidence: 0.4,
          },
        ];
  const others = groupsOf(draft, derived)
    .filter(({ reason }) => reason !== 'model')
    .map((group) => ({
      text: wordsOf(group),
      target: `/sections/access/rules/${group.first.rule.id}`,
      confidence: 0.5,
    }));
  return [...general, ...others];
}
