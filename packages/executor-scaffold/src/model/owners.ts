import type { Access, Entity } from './app-model.ts';

const comparable = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * The references that hand a record on to somebody: an appointment belongs to its patient, an ingredient to whoever
 * owns the recipe. A reference counts only where a role is limited to its own records on both sides; else whoever owns
 * a public post would own the comments of others on it.
 */
export function ownersOf(entity: Entity, entities: readonly Entity[], access: Access): readonly string[] {
  const rolesLimitedTo = (path: string): ReadonlySet<string> =>
    new Set(
      access.rules.filter((rule) => rule.entity === path && rule.scope === 'own').map(({ role }) => role),
    );
  const limited = rolesLimitedTo(entity.path);
  const readsAll = (role: string, path: string): boolean =>
    access.rules.some(
      (rule) =>
        rule.entity === path &&
        rule.scope === 'all' &&
        rule.actions.includes('read') &&
        [role, 'signed-in', 'anyone'].includes(rule.role),
    );
  const handsOn = (target: Entity): boolean =>
    [...limited].some((key) => {
      const role = access.roles.find((each) => each.key === key);
      const isPerson =
        role !== undefined &&
        [target.name, target.plural].some((name) => comparable(name) === comparable(role.name));
      return isPerson || (rolesLimitedTo(target.path).has(key) && !readsAll(key, target.path));
    });
  return entity.fields
    .filter((field) => field.type === 'reference' && field.references !== entity.path)
    .filter((field) => {
      const target = entities.find(({ path }) => path === field.references);
      return target !== undefined && handsOn(target);
    })
    .map(({ key }) => key);
}
