/**
 * The shape of `app/model.json`. It is declared where it is read: in the generated app.
 */
export type { ApiRoute, AppModel, Entity, Field, Gap, Palette, Theme } from '../../template/app/types.d.ts';
