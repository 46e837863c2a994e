import type { Blueprint, Endpoint } from '@orchard-studio/core';
import type { Access, AccessRule, Action, Entity, Gap, Role } from './app-model.ts';
import { cleanText, NamePool, pluralOf } from './names.ts';

const ACTIONS: readonly Action[] = ['create', 'read', 'update', 'delete'];
const ACTION_OF: Readonly<Record<Endpoint['method'], Action>> = {
  GET: 'read',
  POST: 'create',
  PUT: 'update',
  PATCH: 'update',
  DELETE: 'delete',
};

const ANYONE = new Set([
  '',
  'anyone',
  'anybody',
  'everyone',
  'everybody',
  'public',
  'none',
  'guest',
  'visitor',
]);
const SIGNED_IN = new Set(['signed-in', 'signed in', 'authenticated', 'logged-in', 'logged in']);
const ADMINISTRATOR = /^admin(?:istrator)?s?$/;

const wanted = (item: { readonly status: string }): boolean => item.status !== 'rejected';

/** Gives every way of writing a role one key: "Patient", "patients" and "PATIENT" are the same. */
class Roles {
  readonly #known = new Map<string, Role>();
  readonly #keys = new NamePool(['administrator', 'anyone', 'signed-in'], '-');

  /** @returns a role's key, `anyone`, `signed-in`, or null for the administrator, who needs no rule. */
  keyOf(text: string): string | null {
    const name = cleanText(text, 60);
    const plain = name.toLowerCase();
    if (ANYONE.has(plain)) return 'anyone';
    if (SIGNED_IN.has(plain)) return 'signed-in';
    if (ADMINISTRATOR.test(plain)) return null;
    return this.#role(name, plain).key;
  }

  get list(): readonly Role[] {
    return [...new Set(this.#known.values())];
  }

  #role(name: string, plain: string): Role {
    const found = this.#known.get(plain) ?? this.#known.get(pluralOf(plain));
    if (found !== undefined) return found;
    const slug = plain
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[^a-z0-9]+/g, '-');
    const role = { key: this.#keys.take(slug.replace(/^-+|-+$/g, '') || 'role'), name };
    this.#known.set(plain, role);
    this.#known.set(pluralOf(plain), role);
    return role;
  }
}

/** The rules of the plan, one per entity. */
function statedRules(blueprint: Blueprint, entities: readonly Entity[], roles: Roles): AccessRule[] {
  return blueprint.sections.access.rules.filter(wanted).flatMap((rule) => {
    const role = roles.keyOf(rule.role);
    if (role === null || rule.actions.length === 0) return [];
    const meant = entities.filter((entity) => rule.resource === '*' || rule.resource === entity.id);
    return meant.map(({ path }) => ({ role, entity: path, actions: [...rule.actions], scope: rule.scope }));
  });
}

const covers = (rule: AccessRule, entity: Entity, action: Action): boolean =>
  rule.entity === entity.path && rule.actions.includes(action);

/** Where the plan's rules say nothing about a thing, its endpoints may. */
function endpointRules(
  blueprint: Blueprint,
  entities: readonly Entity[],
  known: { readonly rules: readonly AccessRule[]; readonly roles: Roles },
): AccessRule[] {
  return blueprint.sections.apiEndpoints.endpoints.filter(wanted).flatMap((endpoint) => {
    const entity = entities.find(({ id }) => id === endpoint.entity);
    const action = ACTION_OF[endpoint.method];
    if (entity === undefined || known.rules.some((rule) => covers(rule, entity, action))) return [];
    const role = known.roles.keyOf(endpoint.auth.trim());
    return role === null ? [] : [{ role, entity: entity.path, actions: [action], scope: 'all' as const }];
  });
}

const isOpen = (rules: readonly AccessRule[], entity: Entity): boolean =>
  ACTIONS.every((action) =>
    rules.some((rule) => rule.role === 'anyone' && rule.scope === 'all' && covers(rule, entity, action)),
  );

/** Whoever signs up may only get at what is their own; every other role is given by an administrator. */
function signUpRole(rules: readonly AccessRule[], roles: readonly Role[]): string | null {
  const changesAll = (role: Role): boolean =>
    rules.some(
      (rule) =>
        rule.role === role.key && rule.scope === 'all' && rule.actions.some((each) => each !== 'read'),
    );
  const hasOwn = (role: Role): boolean =>
    rules.some((rule) => rule.role === role.key && rule.scope === 'own');
  return roles.find((role) => hasOwn(role) && !changesAll(role))?.key ?? null;
}

export interface DerivedAccess {
  readonly access: Access;
  readonly gaps: readonly Gap[];
}

/** Who may do what in the app. A plan that lets everyone do everything needs no sign-in. */
export function deriveAccess(blueprint: Blueprint, entities: readonly Entity[]): DerivedAccess {
  const roles = new Roles();
  const hasRules = blueprint.sections.access.rules.some(wanted);
  const stated = statedRules(blueprint, entities, roles);
  const rules = [...stated, ...endpointRules(blueprint, entities, { rules: stated, roles })];
  const enforced =
    (hasRules || rules.some(({ role }) => role !== 'anyone')) &&
    !entities.every((entity) => isOpen(rules, entity));
  if (!enforced) return { access: { enforced, roles: [], signUp: null, rules: [] }, gaps: [] };
  const gaps = entities
    .filter((entity) => !rules.some((rule) => rule.entity === entity.path))
    .map(
      (entity): Gap => ({
        kind: 'access',
        title: `Who may use ${entity.plural}`,
        reason: 'No rule of the plan says so, so only administrators reach it.',
      }),
    );
  return { access: { enforced, roles: roles.list, signUp: signUpRole(rules, roles.list), rules }, gaps };
}
