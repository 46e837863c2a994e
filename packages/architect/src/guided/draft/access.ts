import type { AccessRule, BlueprintContent, Entity } from '@orchard-studio/core';
import type { Action } from '../lexicon/verbs.ts';
import type { AccessModel } from '../parse/access.ts';
import { type Basis, type Draft, entities, itemFields } from './draft.ts';
import { actorNamed } from './people.ts';

export type { AccessModel } from '../parse/access.ts';

export const ACCESS_LABELS: Readonly<Record<AccessModel, string>> = {
  link: 'Everyone with the link',
  shared: 'Signed-in people share all',
  own: 'Each person only their own',
  staff: 'Everyone looks, staff change',
};

const TITLE = 'Who may see and change things';
/** No sign-in is built yet, so every other model is only written down. */
export const NOT_ENFORCED = 'Noted in the plan, not enforced yet: sign-in is not built.';

/** Records who may see and change things. What is said or picked later replaces it. */
export function decideAccess(draft: Draft, model: AccessModel, basis: Basis): string {
  const { decisions } = draft.content;
  const why = { assumed: 'You left it to me.', user_selected: 'You chose it.' }[basis.origin as string];
  const said = why ?? 'You said so.';
  const reason = model === 'link' ? said : `${said} ${NOT_ENFORCED}`;
  const fields = { title: TITLE, choice: ACCESS_LABELS[model], reason };
  const known = decisions.find((decision) => decision.title === TITLE);
  const { origin, sources } = basis;
  if (known !== undefined) Object.assign(known, { ...fields, origin, sources: [...sources] });
  else decisions.push({ ...itemFields(draft, 'decision', basis), ...fields });
  return '/sections/access';
}

/** What a person chose or said, null while it is open or was left to us. */
export function decidedAccess(
  content: BlueprintContent,
): { readonly model: AccessModel; readonly basis: Basis } | null {
  const decision = content.decisions.find(({ title }) => title === TITLE);
  const model = MODELS.find((each) => ACCESS_LABELS[each] === decision?.choice);
  if (decision === undefined || model === undefined || decision.origin === 'assumed') return null;
  return { model, basis: { origin: decision.origin, sources: decision.sources } };
}

const MODELS: readonly AccessModel[] = ['link', 'shared', 'own', 'staff'];

const ALL: readonly Action[] = ['create', 'read', 'update', 'delete'];
const CHANGE: readonly Action[] = ['create', 'update', 'delete'];

type Wanted = Pick<AccessRule, 'role' | 'resource' | 'scope'> & { readonly actions: readonly Action[] };

function grants(draft: Draft, model: AccessModel): readonly Omit<Wanted, 'resource'>[] {
  const actors = draft.content.sections.intent.actors.map((actor) => actor.name);
  switch (model) {
    case 'link':
      return [{ role: 'anyone', actions: ALL, scope: 'all' }];
    case 'shared':
      return actors.map((role) => ({ role, actions: ALL, scope: 'all' }));
    case 'own':
      return actors.map((role) => ({ role, actions: ALL, scope: 'own' }));
    case 'staff':
      return [
        { role: 'anyone', actions: ['read'], scope: 'all' },
        { role: 'Staff', actions: CHANGE, scope: 'all' },
      ];
  }
}

const isStated = (rule: AccessRule): boolean => rule.origin === 'user_stated' || rule.locked;

/** The general rules, leaving out what the user stated about a thing: "only admins delete tasks" stands alone. */
function wantedRules(draft: Draft, model: AccessModel): readonly Wanted[] {
  const stated = draft.content.sections.access.rules.filter(isStated);
  const isSettled = (entity: Entity, action: Action): boolean =>
    stated.some((rule) => rule.resource === entity.id && rule.actions.includes(action));
  const special = entities(draft).filter((entity) => ALL.some((action) => isSettled(entity, action)));
  const resources = special.length === 0 ? [null] : entities(draft);
  return grants(draft, model).flatMap((grant) =>
    resources
      .map((entity) => ({
        ...grant,
        resource: entity?.id ?? '*',
        actions:
          entity === null ? grant.actions : grant.actions.filter((action) => !isSettled(entity, action)),
      }))
      .filter((rule) => rule.actions.length > 0),
  );
}

const sameRule = (rule: AccessRule, wanted: Wanted): boolean =>
  rule.role === wanted.role &&
  rule.resource === wanted.resource &&
  rule.scope === wanted.scope &&
  rule.actions.join() === wanted.actions.join();

/** Brings the general access rules in line with the model. Stated and locked rules are never touched. */
export function syncAccess(draft: Draft, model: AccessModel, basis: Basis): void {
  if (model === 'staff') actorNamed(draft, 'Staff', basis);
  const { access } = draft.content.sections;
  const wanted = wantedRules(draft, model);
  const kept = access.rules.filter((rule) => isStated(rule) || wanted.some((each) => sameRule(rule, each)));
  for (const rule of kept)
    if (!isStated(rule)) Object.assign(rule, { origin: basis.origin, sources: [...basis.sources] });
  const added = wanted
    .filter((each) => !kept.some((rule) => !isStated(rule) && sameRule(rule, each)))
    .map((each) => ({ ...itemFields(draft, 'accessRule', basis), ...each, actions: [...each.actions] }));
  access.rules = [...kept, ...added];
}

/** Who an endpoint lets in, by the rules: `public`, one actor, or anybody signed in. */
export function authOf(draft: Draft, entity: Entity, action: Action): string {
  const roles = draft.content.sections.access.rules
    .filter((rule) => (rule.resource === '*' || rule.resource === entity.id) && rule.actions.includes(action))
    .map((rule) => rule.role);
  const [first] = roles;
  if (roles.includes('anyone')) return 'public';
  return new Set(roles).size === 1 && first !== undefined && first !== 'User' ? first : 'signed-in';
}
