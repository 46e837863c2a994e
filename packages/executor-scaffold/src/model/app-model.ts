/**
 * The shape of `lib/model.json`. It is declared where it is read: in the generated app.
 */
export type {
  Access,
  AccessRule,
  Action,
  ApiRoute,
  AppModel,
  Entity,
  Field,
  Gap,
  Palette,
  Role,
  Theme,
} from '../../templates/base/lib/types.d.ts';
