import type { AccessRule, BlueprintContent, Entity } from '@orchard-studio/core';
import { ANYONE_ROLE, USER } from '../lexicon/people.ts';
import type { Action } from '../lexicon/verbs.ts';
import type { AccessModel } from '../parse/facts.ts';
import { onLast, singular } from '../text/inflect.ts';
import { type Derived, peopleOf } from './access-words.ts';
import type { Applying, Of, Paths } from './applying.ts';
import { type Basis, type Draft, entities, INFERRED, itemFields } from './draft.ts';
import { type General, type Right, Rights, STAFF } from './general-access.ts';
import { ACCESS_DECISION, covers, statedRules } from './grants.ts';
import { actorNamed, ensureActor } from './people.ts';
import { managersOf, wholeOf } from './standing.ts';

export const ACCESS_LABELS: Readonly<Record<AccessModel, string>> = {
  link: 'Everyone with the link',
  shared: 'Signed-in people share all',
  own: 'Each person only their own',
  staff: 'Everyone looks, staff change',
  named: 'Nobody else',
};

/** "only organizers can change things": the choice names who changes. */
const CHANGERS = /^Everyone looks, (.+) change$/;
const MODELS: readonly AccessModel[] = ['link', 'shared', 'own', 'staff', 'named'];
const ALL: readonly Action[] = ['create', 'read', 'update', 'delete'];

const labelOf = (model: AccessModel, changer: string | null): string =>
  model === 'staff' && changer !== null
    ? `Everyone looks, ${peopleOf(changer)} change`
    : ACCESS_LABELS[model];

export interface Decided {
  readonly model: AccessModel;
  readonly changer?: string | null;
  readonly basis: Basis;
}

/** Records who may see and change things. What is said or picked later replaces it. */
export function decideAccess(draft: Draft, { model, changer = null, basis }: Decided): string {
  const { decisions } = draft.content;
  const why = { assumed: 'You left it to me.', user_selected: 'You chose it.' }[basis.origin as string];
  const fields = {
    title: ACCESS_DECISION,
    choice: labelOf(model, changer),
    reason: why ?? 'You said so.',
  };
  const known = decisions.find((decision) => decision.title === ACCESS_DECISION);
  const { origin, sources } = basis;
  if (known !== undefined) Object.assign(known, { ...fields, origin, sources: [...sources] });
  else decisions.push({ ...itemFields(draft, 'decision', basis), ...fields });
  return '/sections/access';
}

/** "only signed-in people", "only organizers can change things". It replaces what was said about everything before. */
export function applyAccessModel({ draft, basis }: Applying, { model, role }: Of<'access'>): Paths {
  const { access } = draft.content.sections;
  const isLook = (rule: AccessRule): boolean => model === 'staff' && rule.actions.join() === 'read';
  access.rules = access.rules.filter((rule) => rule.resource !== '*' || rule.locked || isLook(rule));
  const changer = role === null ? null : (ensureActor(draft, role, basis)?.name ?? null);
  return [decideAccess(draft, { model, changer, basis })];
}

/** What a person chose or said, null while it is open or was left to us. */
export function decidedAccess(
  content: BlueprintContent,
): { readonly model: AccessModel; readonly changer: string | null; readonly basis: Basis } | null {
  const decision = content.decisions.find(({ title }) => title === ACCESS_DECISION);
  if (decision === undefined || decision.origin === 'assumed') return null;
  const basis = { origin: decision.origin, sources: decision.sources };
  const exact = MODELS.find((each) => ACCESS_LABELS[each] === decision.choice);
  if (exact !== undefined) return { model: exact, changer: null, basis };
  const words = CHANGERS.exec(decision.choice)?.[1];
  const wanted = words === undefined ? '' : onLast(words, singular);
  const actor = content.sections.intent.actors.find(({ name }) => name.toLowerCase() === wanted);
  return words === undefined ? null : { model: 'staff', changer: actor?.name ?? STAFF, basis };
}

/** What stated rules suggest for the rest. */
export function presumedAccess(content: BlueprintContent): AccessModel {
  const stated = statedRules(content);
  const isLooking = (rule: AccessRule): boolean => rule.actions.join() === 'read';
  if (stated.length === 0) return 'link';
  // "only admins change projects" leaves the rest to the people who were said to use the app.
  const hasUsers = content.sections.intent.actors.some(
    ({ name, origin }) => name === USER && origin === 'user_stated',
  );
  if (managersOf(stated).length > 0 && !hasUsers) return 'named';
  if (stated.some((rule) => rule.scope === 'own')) return 'own';
  if (stated.some((rule) => rule.role === ANYONE_ROLE)) return 'staff';
  return stated.some(isLooking) ? 'named' : 'shared';
}

/** The things of which somebody has still to say who may do what. */
export function undecided(draft: Draft): readonly Entity[] {
  const stated = statedRules(draft.content);
  return entities(draft).filter((entity) => {
    const whole = wholeOf(draft, entity);
    return !ALL.every((action) =>
      stated.some(
        (rule) => covers(rule, entity, action) || (whole !== undefined && covers(rule, whole, action)),
      ),
    );
  });
}

type Wanted = Pick<AccessRule, 'role' | 'resource' | 'scope'> & {
  readonly actions: readonly Action[];
  readonly reason: Right['reason'];
};

/** Rights as rules: one for everything where nothing was stated about one thing, else one for each thing. */
function asRules(draft: Draft, rights: readonly Right[]): readonly Wanted[] {
  const groups = new Map<string, Right[]>();
  for (const right of rights) {
    const key = `${right.role} ${right.entity.id} ${right.scope} ${right.reason}`;
    groups.set(key, [...(groups.get(key) ?? []), right]);
  }
  const single = [...groups.values()].flatMap((group): readonly Wanted[] => {
    const [first] = group;
    if (first === undefined) return [];
    const actions = ALL.filter((action) => group.some((right) => right.action === action));
    const { role, entity, scope, reason } = first;
    return [{ role, resource: entity.id, actions, scope, reason }];
  });
  const isSpecial = statedRules(draft.content).some((rule) => rule.resource !== '*');
  if (isSpecial) return single;
  const whole = new Map(single.map((rule) => [`${rule.role} ${rule.scope} ${rule.actions.join()}`, rule]));
  const isUniform = single.length === whole.size * entities(draft).length;
  return isUniform ? [...whole.values()].map((rule) => ({ ...rule, resource: '*' })) : single;
}

const sameRule = (rule: AccessRule, wanted: Wanted): boolean =>
  rule.role === wanted.role &&
  rule.resource === wanted.resource &&
  rule.scope === wanted.scope &&
  rule.actions.join() === wanted.actions.join();

/** What a person answered counts as theirs; what was said about the whole app, as a rule about everything only. */
function basisOf(wanted: Wanted, general: Basis): Basis {
  if (wanted.reason !== 'model') return INFERRED;
  return general.origin === 'user_stated' && wanted.resource !== '*'
    ? { ...general, origin: 'inferred' }
    : general;
}

/** Brings the other access rules in line with the stated ones and the model. Stated and locked rules are never touched. */
export function syncAccess(draft: Draft, general: General, basis: Basis): readonly Derived[] {
  const { access, intent } = draft.content.sections;
  const wanted = asRules(draft, new Rights(draft).collect(general));
  for (const { role } of wanted) if (role !== ANYONE_ROLE) actorNamed(draft, role, basis);
  const stated = new Set(statedRules(draft.content).map((rule) => rule.id));
  const old = access.rules.filter((rule) => !stated.has(rule.id));
  const derived = wanted.map((each): Derived => {
    const { origin, sources } = basisOf(each, basis);
    const { reason, ...rule } = each;
    const known = old.find((candidate) => sameRule(candidate, each));
    const made = known ?? {
      ...itemFields(draft, 'accessRule', { origin, sources }),
      ...rule,
      actions: [...rule.actions],
    };
    return { rule: Object.assign(made, { origin, sources: [...sources] }), reason };
  });
  access.rules = [...access.rules.filter((rule) => stated.has(rule.id)), ...derived.map(({ rule }) => rule)];
  const roles = new Set(access.rules.map((rule) => rule.role));
  // Staff that only a former answer asked for go with it.
  intent.actors = intent.actors.filter(
    ({ name, origin }) =>
      name !== STAFF || origin === 'user_stated' || origin === 'user_confirmed' || roles.has(name),
  );
  return derived;
}

/** Who an endpoint lets in, by the rules: `public`, one actor, or anybody signed in. */
export function authOf(draft: Draft, entity: Entity, action: Action): string {
  const roles = draft.content.sections.access.rules
    .filter((rule) => covers(rule, entity, action))
    .map((rule) => rule.role);
  const [first] = roles;
  if (roles.includes(ANYONE_ROLE)) return 'public';
  return new Set(roles).size === 1 && first !== undefined && first !== USER ? first : 'signed-in';
}
