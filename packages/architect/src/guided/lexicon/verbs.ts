export type Action = 'create' | 'read' | 'update' | 'delete';

interface VerbRow {
  readonly action: Action;
  /** True when what it acts on is a thing the app keeps track of, even if it was never named before. */
  readonly introduces: boolean;
  readonly verbs: string;
}

const ROWS: readonly VerbRow[] = [
  {
    action: 'create',
    introduces: true,
    verbs: `create add make write post publish upload submit book reserve order buy log record register enter organize
      organise plan schedule save store collect share manage track borrow lend bring rent sell file draft enrol donate host catalog
      catalogue keep build run offer start request list propose maintain raise open capture import`,
  },
  {
    action: 'read',
    introduces: true,
    verbs:
      'see view browse read find check watch follow show display get receive access look monitor review discover',
  },
  {
    action: 'update',
    introduces: false,
    verbs: `edit update change modify mark set assign complete finish close rate tag move approve reject confirm sort filter
      search pay pick choose select reorder prioritize prioritise attach export download print join invite send vote like
      comment correct adjust fill cancel archive return use do`,
  },
  { action: 'delete', introduces: false, verbs: 'delete remove discard erase' },
];

export interface Verb {
  readonly base: string;
  readonly action: Action;
  readonly introduces: boolean;
}

const VERBS: ReadonlyMap<string, Verb> = new Map(
  ROWS.flatMap(({ action, introduces, verbs }) =>
    verbs
      .trim()
      .split(/\s+/)
      .map((base) => [base, { base, action, introduces }] as const),
  ),
);

/** The verb a word is a present form of (`creates`, `create`), undefined for other words. */
export function verbOf(word: string): Verb | undefined {
  return (
    VERBS.get(word) ??
    (word.endsWith('ies') ? VERBS.get(`${word.slice(0, -3)}y`) : undefined) ??
    (word.endsWith('es') ? VERBS.get(word.slice(0, -2)) : undefined) ??
    (word.endsWith('s') ? VERBS.get(word.slice(0, -1)) : undefined)
  );
}

/** The verb of an -ing form: `tracking` → track. */
export function gerundOf(word: string): Verb | undefined {
  if (!word.endsWith('ing')) return undefined;
  const stem = word.slice(0, -3);
  return VERBS.get(stem) ?? VERBS.get(`${stem}e`) ?? VERBS.get(stem.slice(0, -1));
}
