import type { Blueprint } from '@orchard-studio/core';
import { deriveTheme } from '../theme/derive-theme.ts';
import { deriveAccess } from './access.ts';
import type { AppModel } from './app-model.ts';
import { deriveEntities } from './entities.ts';
import { deriveGaps } from './gaps.ts';
import { cleanText } from './names.ts';
import { ownersOf } from './owners.ts';
import { deriveRoutes } from './routes.ts';

/**
 * What the generated app is made of, from a Blueprint: pure and deterministic. Names become safe, unique identifiers;
 * texts stay data. Rejected items are left out. What has no rule is listed in `gaps`.
 *
 * @param blueprint any valid Blueprint, complete or not
 * @param projectName shown when the Blueprint's feature has no name
 * @example deriveModel(blueprint, 'Cool project').entities[0]?.path // 'tasks'
 */
export function deriveModel(blueprint: Blueprint, projectName: string): AppModel {
  const derived = deriveEntities(blueprint);
  const { access, gaps: accessGaps } = deriveAccess(blueprint, derived.entities);
  const entities = derived.entities.map((entity) => ({
    ...entity,
    owners: ownersOf(entity, derived.entities, access),
  }));
  const { routes, gaps: endpointGaps } = deriveRoutes(blueprint, {
    entities,
    hasSignIn: access.enforced,
  });
  const { theme, gaps: themeGaps } = deriveTheme(blueprint.sections.designSystem);
  const name = cleanText(blueprint.feature, 120) || cleanText(projectName, 120) || 'App';
  return {
    version: 2,
    name,
    summary: cleanText(blueprint.summary, 1_000),
    theme,
    access,
    entities,
    routes,
    gaps: [...accessGaps, ...endpointGaps, ...deriveGaps(blueprint, access), ...derived.gaps, ...themeGaps],
  };
}
