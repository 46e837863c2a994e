import type { Draft } from './draft.ts';
import type { Statement } from './statement.ts';

/** Words by which a person says that they mean to change what was said before. */
const CORRECTION =
  /\b(?:instead|change|changed|rather|actually|no longer|now|make|set|sorry|correction|replace)\b/i;

export const overrules = ({ claim, force }: Statement): boolean => force || CORRECTION.test(claim.text);

/** True when an earlier sentence of the user settled exactly this leaf. */
export function isClaimed(draft: Draft, path: string): boolean {
  return draft.content.claims.some((claim) => claim.outcome === 'landed' && claim.landedAt.includes(path));
}

/**
 * Surfaces a contradiction as a conflict; the question about it is queued with the others.
 * Nothing is changed until a person has chosen.
 */
export function addConflict(
  draft: Draft,
  found: { readonly statement: Statement; readonly stands: string; readonly path: string },
): string {
  const { statement, stands, path } = found;
  const said = statement.claim.text.slice(0, 300);
  const description = `You said “${said}”, but ${stands.slice(0, 300)}.`;
  const known = draft.content.conflicts.find((conflict) => conflict.description === description);
  if (known !== undefined) return `/conflicts/${known.id}`;
  const id = draft.ids.next('conflict');
  draft.content.conflicts.push({ id, description, targets: [path], status: 'open', resolution: '' });
  return `/conflicts/${id}`;
}

/** The sentence a conflict is about, taken back out of its description. */
export const sentenceOf = (description: string): string =>
  /^You said “([\s\S]*?)”, but /.exec(description)?.[1] ?? '';
