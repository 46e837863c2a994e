import type { AccessRule, BlueprintContent, Entity } from '@orchard-studio/core';
import { ANYONE_ROLE, isAnyone, USER } from '../lexicon/people.ts';
import { type Action, rightsOf } from '../lexicon/verbs.ts';
import { singular } from '../text/inflect.ts';
import type { Applying, Of, Paths } from './applying.ts';
import { addConflict, overrules } from './conflict.ts';
import { type Basis, type Draft, findEntity, type Grant, itemFields, key } from './draft.ts';

const ORDER: readonly Action[] = ['create', 'read', 'update', 'delete'];
const isRead = (actions: readonly Action[]): boolean => actions.every((action) => action === 'read');

/** The rules a person stated or locked; the others follow from them and from the general answer. */
export function statedRules({ sections, decisions }: BlueprintContent): readonly AccessRule[] {
  const general = decisions.find(({ title }) => title === ACCESS_DECISION)?.sources[0];
  return sections.access.rules.filter((rule) => {
    // What was said about the whole app stands in a decision, and its rules follow from that.
    const isGeneral =
      rule.resource === '*' && general !== undefined && rule.sources[0]?.quote === general.quote;
    return rule.locked || (rule.origin === 'user_stated' && !isGeneral);
  });
}

/** Title of the decision on who may see and change things in general. */
export const ACCESS_DECISION = 'Who may see and change things';

/** The words of the clause, where the sentence holds them exactly: the rule quotes what it comes from. */
function clauseBasis(basis: Basis, text: string): Basis {
  const [source] = basis.sources;
  if (source === undefined || text === '' || !source.quote.includes(text)) return basis;
  return { ...basis, sources: [{ ...source, quote: text }] };
}

/** The rights a statement gives, of which some only count where limits are stated. */
function grantsOf({ statement, basis }: Applying, fact: Of<'acts'>, role: string): readonly Grant[] {
  const isOpen = isAnyone(singular(fact.actor.words[0] ?? '')) && !fact.own;
  const isUser = role === USER && !isOpen;
  const things = fact.whole ? [null] : fact.items.map((item) => item.phrase.singular);
  const isRestricted = fact.only && !isOpen;
  return things.flatMap((thing) => {
    const rights = new Set(fact.verbs.flatMap((verb) => rightsOf(verb, thing)));
    const actions = ORDER.filter((action) => rights.has(action));
    const isPlain = !isUser && (fact.all || (fact.whole && fact.may));
    const isLimit = fact.own || isRestricted || (isOpen ? fact.may || isRead(actions) : isPlain);
    // Of people in general a statement says what they do with the app, not who may.
    if (actions.length === 0 || (isUser && !isLimit)) return [];
    return [
      {
        role: isOpen ? ANYONE_ROLE : role,
        thing,
        actions,
        scope: fact.own ? 'own' : 'all',
        isLimit,
        isExclusive: isRestricted,
        statement,
        basis: clauseBasis(basis, fact.text),
      },
    ];
  });
}

/** Notes the rights a statement gives. Limits come into force at once, the others when the message was heard. */
export function applyGrants(applying: Applying, fact: Of<'acts'>, role: string): Paths {
  const { draft } = applying;
  return grantsOf(applying, fact, role).flatMap((grant) => {
    const isKnown = grant.thing === null || findEntity(draft, grant.thing) !== undefined;
    if (grant.isLimit && isKnown) return putRule(draft, grant);
    draft.grants.push(grant);
    return [];
  });
}

/** At the end of a message: a plain "customers can look at products" is a rule where others are stated. */
export function settleGrants(draft: Draft): void {
  const hasLimits = statedRules(draft.content).length > 0 || draft.grants.some((grant) => grant.isLimit);
  for (const grant of draft.grants.splice(0)) {
    if (hasLimits) putRule(draft, grant);
  }
}

function putRule(draft: Draft, grant: Grant): Paths {
  const entity = grant.thing === null ? null : findEntity(draft, grant.thing);
  if (entity === undefined) return [];
  const resource = entity?.id ?? '*';
  const { rules } = draft.content.sections.access;
  const same = rules.filter((rule) => rule.role === grant.role && rule.resource === resource);
  const clash = same.find(
    (rule) => rule.scope !== grant.scope && overlaps(rule, grant) && isStanding(draft, rule),
  );
  if (clash !== undefined && !overrules(grant.statement)) return [conflictWith(draft, grant, clash)];
  for (const rule of same) {
    if (rule.scope !== grant.scope && !rule.locked)
      rule.actions = rule.actions.filter((action) => !grant.actions.includes(action));
  }
  draft.content.sections.access.rules = rules.filter((rule) => rule.actions.length > 0);
  const known = same.find(
    (rule) =>
      isStanding(draft, rule) &&
      rule.scope === grant.scope &&
      grant.actions.every((action) => rule.actions.includes(action)),
  );
  if (known !== undefined) return [`/sections/access/rules/${known.id}`];
  const rule: AccessRule = {
    ...itemFields(draft, 'accessRule', grant.basis),
    role: grant.role,
    resource,
    actions: [...grant.actions],
    scope: grant.scope,
  };
  draft.content.sections.access.rules.push(rule);
  return [`/sections/access/rules/${rule.id}`];
}

const overlaps = (rule: AccessRule, grant: Grant): boolean =>
  rule.actions.some((action) => grant.actions.includes(action));
const isStanding = (draft: Draft, rule: AccessRule): boolean => statedRules(draft.content).includes(rule);

function conflictWith(draft: Draft, grant: Grant, rule: AccessRule): string {
  const whose = rule.scope === 'own' ? 'only their own' : 'all of them';
  return addConflict(draft, {
    statement: grant.statement,
    stands: `you said before that “${grant.role}” may ${rule.actions.join(' and ')} ${whose}`,
    path: `/sections/access/rules/${rule.id}`,
  });
}

/** "only staff manage orders": nobody else does, whatever is answered in general. */
export function isExclusive(rule: AccessRule): boolean {
  const last = key(rule.role).split(' ').at(-1) ?? '';
  const words = (rule.sources[0]?.quote ?? '').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.some((word, at) => {
    const isOnly =
      word === 'only' || word === 'just' || (word === 'but' && /^(?:nobody|one)$/.test(words[at - 1] ?? ''));
    return isOnly && words.slice(at + 1, at + 4).some((each) => singular(each) === last);
  });
}

export const covers = (
  rule: Pick<AccessRule, 'resource' | 'actions'>,
  entity: Entity,
  action: Action,
): boolean => (rule.resource === '*' || rule.resource === entity.id) && rule.actions.includes(action);
