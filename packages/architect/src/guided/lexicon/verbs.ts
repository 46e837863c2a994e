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
      catalogue keep build run offer start request list propose maintain administer raise open capture import attend enroll teach`,
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

const ALL: readonly Action[] = ['create', 'read', 'update', 'delete'];

/** What verbs let people do to a thing, where it is more than one action or another one than the table says. */
const RIGHTS: ReadonlyMap<string, readonly Action[]> = new Map<string, readonly Action[]>([
  ['manage', ALL],
  ['maintain', ALL],
  ['administer', ALL],
  ['organize', ALL],
  ['organise', ALL],
  ['do', ALL],
  ['change', ['create', 'update', 'delete']],
  ['modify', ['create', 'update', 'delete']],
  ['cancel', ['update', 'delete']],
]);
/** Verbs of the table that are no plain right: who orders a product adds no product. */
const NO_RIGHTS = new Set(
  `borrow lend bring rent buy order sell share save store collect track log enter enrol enroll attend teach donate host run
   keep start offer follow rate pay pick choose select attach export download print join invite send vote like comment register sort filter
   return use plan draft catalog catalogue build request list open capture import propose raise`
    .trim()
    .split(/\s+/),
);
const BOOKS = new Set(['book', 'reserve', 'schedule']);
/** Who books one of these adds it; who books a room adds a booking. */
const BOOKABLE =
  /(?:^| )(?:appointment|booking|reservation|slot|visit|session|consultation|meeting|lesson|viewing)$/;
/** Verbs that go with a preposition: "look at", "comment on". */
const PARTICLES: ReadonlyMap<string, readonly string[]> = new Map([
  ['look', ['at', 'through']],
  ['browse', ['through']],
  ['search', ['for', 'through']],
  ['comment', ['on']],
  ['vote', ['on', 'for']],
  ['register', ['for']],
  ['enrol', ['in', 'for']],
  ['enroll', ['in', 'for']],
]);

export const isParticleOf = (verb: string, word: string): boolean =>
  PARTICLES.get(verb)?.includes(word) === true;

/** The rights a verb gives on a thing (null: on everything); none where it gives no plain right. */
export function rightsOf(verb: string, thing: string | null): readonly Action[] {
  if (thing === null && ['edit', 'update', 'write'].includes(verb)) return ['create', 'update', 'delete'];
  if (NO_RIGHTS.has(verb) || (BOOKS.has(verb) && !BOOKABLE.test(thing ?? ''))) return [];
  const action = VERBS.get(verb)?.action;
  return RIGHTS.get(verb) ?? (action === undefined ? [] : [action]);
}

/** Verbs that tie people to any number of things: "students attend courses". */
const TIES = new Set(['attend', 'join', 'enrol', 'enroll', 'teach', 'follow']);
export const isTie = (verb: string): boolean => TIES.has(verb);

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
