import { isRole } from '../lexicon/people.ts';
import { type Action, verbOf } from '../lexicon/verbs.ts';
import { isPerson } from '../parse/act.ts';
import { capitalise } from '../text/inflect.ts';
import type { Applying, Of, Paths } from './applying.ts';
import { ensureEntity, entityPath, findEntity, itemFields } from './draft.ts';
import { headThing } from './head.ts';
import { addThing, isTyped } from './items.ts';
import { actorPath, addRequirement, addStatement, ensureActor } from './people.ts';

/** What is done to records: who manages teachers keeps a list of them, who invites teachers does not. */
const KEEPS = new Set(
  'manage track store record register organize organise keep list log maintain add create'.split(' '),
);

/** The things an action is about; verbs like "create" introduce them, verbs like "filter" do not. */
function objectsOf({ draft, basis }: Applying, { items, verbs }: Of<'acts'>): Paths {
  const introduces = verbs.some((verb) => verbOf(verb)?.introduces ?? true);
  return items.flatMap((item) => {
    const known = findEntity(draft, item.phrase.singular);
    const isPerson =
      isRole(item.phrase.singular) && !(item.phrase.isPlural && verbs.some((verb) => KEEPS.has(verb)));
    const isThing = known !== undefined || (introduces && !isTyped(item) && !isPerson);
    if (!isThing) return [];
    // People share a shopping list: what they keep are its items.
    const held = known === undefined && !item.phrase.isPlural ? headThing(item.phrase) : null;
    const entity =
      held?.isSure === true ? ensureEntity(draft, held.name, basis) : addThing(draft, item, basis);
    return entity === null ? [] : [entityPath(entity)];
  });
}

function applyAccess({ draft, basis }: Applying, fact: Of<'acts'>, role: string): Paths {
  if (!fact.own && !fact.only) return [];
  const actions = [
    ...new Set(
      fact.verbs.flatMap((verb): readonly Action[] =>
        verb === 'manage' ? ['create', 'update', 'delete'] : [verbOf(verb)?.action ?? 'read'],
      ),
    ),
  ];
  const scope = fact.own ? 'own' : 'all';
  const { rules } = draft.content.sections.access;
  return fact.items.flatMap((item) => {
    const entity = findEntity(draft, item.phrase.singular);
    if (entity === undefined) return [];
    const known = rules.find(
      (rule) =>
        rule.role === role &&
        rule.resource === entity.id &&
        rule.scope === scope &&
        rule.actions.join() === actions.join(),
    );
    const rule = known ?? {
      ...itemFields(draft, 'accessRule', basis),
      role,
      resource: entity.id,
      actions,
      scope,
    };
    if (known === undefined) rules.push(rule);
    return [`/sections/access/rules/${rule.id}`];
  });
}

/** Who does what: an actor, the things it is about, a journey, a requirement, and access rules when limits are stated. */
export function applyActs(applying: Applying, fact: Of<'acts'>): Paths {
  const { draft, basis } = applying;
  const actor = ensureActor(draft, fact.actor, basis);
  const things = objectsOf(applying, fact);
  const role = actor?.name ?? 'User';
  const access = applyAccess(applying, fact, role);
  const isShort = !/^(?:as|a|an|the|i|we|you|people|only)\b/i.test(fact.text) && !isPerson(fact.actor);
  const text =
    isShort || verbOf(fact.text.split(' ')[0]?.toLowerCase() ?? '') !== undefined
      ? `${capitalise(role)}s ${fact.text}`
      : fact.text;
  const journey = addStatement(draft, { list: 'journeys', text, basis });
  const action = verbOf(fact.verbs[0] ?? '')?.action;
  const requirement = addRequirement(draft, {
    text,
    basis,
    actor: role,
    ...(action === undefined ? {} : { action }),
  });
  return [
    ...things,
    ...access,
    ...[actor === null ? null : actorPath(actor), journey, requirement].filter((path) => path !== null),
  ];
}
