import { isAnybody, isAnyone, isRole, USER } from '../lexicon/people.ts';
import { isTie, verbOf } from '../lexicon/verbs.ts';
import { isPerson } from '../parse/act.ts';
import { capitalise, singular } from '../text/inflect.ts';
import type { Applying, Of, Paths } from './applying.ts';
import { ensureEntity, entityPath, fieldPath, findEntity } from './draft.ts';
import { applyGrants } from './grants.ts';
import { headThing } from './head.ts';
import { addThing, isTyped } from './items.ts';
import { actorPath, addRequirement, addStatement, ensureActor } from './people.ts';
import { ensureMany } from './relations.ts';

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

/** "students attend many courses": any number of the one for any number of the other. */
function applyTies({ draft, basis }: Applying, fact: Of<'acts'>): Paths {
  const isTied = fact.verbs.some(isTie) && isPerson(fact.actor) && !isAnybody(fact.actor.words[0] ?? '');
  if (!isTied) return [];
  return fact.items.flatMap(({ phrase }) => {
    const known = findEntity(draft, fact.actor.singular);
    const to = findEntity(draft, phrase.singular);
    const isMany = phrase.isMany || (known !== undefined && phrase.isPlural);
    const from = isMany && to !== undefined ? ensureEntity(draft, fact.actor.singular, basis) : null;
    const field = from === null || to === undefined ? null : ensureMany(draft, { from, to, basis });
    if (from === null || to === undefined || field === null) return [];
    return [fieldPath(from.fields.includes(field) ? from : to, field)];
  });
}

/** Who looks around without being anybody in particular is no kind of user. */
const isPasserBy = (fact: Of<'acts'>): boolean =>
  isAnyone(singular(fact.actor.words[0] ?? '')) &&
  !fact.own &&
  fact.verbs.every((verb) => verbOf(verb)?.action === 'read');

/** Who does what: an actor, the things it is about, a journey, a requirement, and access rules when limits are stated. */
export function applyActs(applying: Applying, fact: Of<'acts'>): Paths {
  const { draft, basis } = applying;
  const actor = isPasserBy(fact) ? null : ensureActor(draft, fact.actor, basis);
  const things = objectsOf(applying, fact);
  const ties = applyTies(applying, fact);
  const role = actor?.name ?? USER;
  const access = applyGrants(applying, fact, role);
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
    ...ties,
    ...access,
    ...[actor === null ? null : actorPath(actor), journey, requirement].filter((path) => path !== null),
  ];
}
