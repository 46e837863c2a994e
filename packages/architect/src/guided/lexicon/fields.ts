import type { FieldType } from '@orchard-studio/core';

interface FieldRow {
  readonly type: FieldType;
  /** Matched against the whole lower-case name. */
  readonly pattern: RegExp;
}

const whole = (...alternatives: readonly string[]): RegExp => new RegExp(`^(?:${alternatives.join('|')})$`);
/** The name ends in one of the words. */
const ending = (alternatives: string): RegExp => new RegExp(`(?:^|[ -])(?:${alternatives})$`);

/** First match wins, so the order is part of the table. */
const ROWS: readonly FieldRow[] = [
  {
    type: 'boolean',
    pattern: whole(
      '(?:is|has|was|needs) .+',
      'done|complete|completed|finished|paid|unpaid|published|active|archived|read|favou?rite|featured|available|shipped',
      'delivered|confirmed|cancelled|canceled|approved|public|private|vegetarian|vegan|in stock|sold|sold out|urgent|important',
      'enabled|disabled|subscribed|attended|returned|visible|hidden|closed|resolved|verified|checked|locked|pinned|owned|opened',
    ),
  },
  { type: 'enum', pattern: ending('status|state|priority|severity|stage') },
  { type: 'email', pattern: ending('e-?mails?|e-?mail address') },
  {
    type: 'string',
    pattern: ending(
      '(?:phone|room|order|invoice|serial|house|account|tracking|flight|seat|table|plate|licen[cs]e|membership|part|model|fax|telephone|mobile) (?:number|no)',
    ),
  },
  { type: 'url', pattern: ending('url|link|website|web ?site|homepage|home page|web address') },
  {
    type: 'file',
    pattern: ending(
      'photo|photograph|picture|image|avatar|logo|cover|thumbnail|attachment|document|file|pdf|upload|scan|screenshot|cv|r[eé]sum[eé]',
    ),
  },
  {
    type: 'datetime',
    pattern: ending('time|datetime|date and time|timestamp|starts at|ends at|start|end|slot'),
  },
  {
    type: 'date',
    pattern: ending(
      'date|day|deadline|birthday|due|birth|dob|starts on|ends on|anniversary|expiry|expiration',
    ),
  },
  {
    type: 'money',
    pattern: ending(
      'price|cost|fee|salary|budget|revenue|payment|deposit|rent|wage|fare|tax|discount|total|subtotal|amount due|balance',
    ),
  },
  {
    type: 'integer',
    pattern:
      /(?:^| )(?:number|count|amount|no) of .+|(?:^|[ -])(?:count|quantity|qty|stock|age|year|pages|page count|rating|score|stars|points|capacity|seats|floor|position|rank|servings|calories|reps|sets|copies|bedrooms|bathrooms|mileage|level|attempts|goals)$/,
  },
  {
    type: 'decimal',
    pattern: ending(
      'weight|height|length|width|depth|distance|hours|percentage|percent|temperature|latitude|longitude|area|volume|duration|speed|amount|rate',
    ),
  },
  {
    type: 'text',
    pattern: ending(
      'description|notes?|body|content|contents|details|summary|bio|biography|instructions|message|steps|directions|text|abstract|reason|feedback|remarks?|comment|about|address|symptoms|ingredients list|method|diagnosis',
    ),
  },
  {
    type: 'string',
    pattern: ending(
      'name|title|subject|label|headline|category|type|kind|colou?r|size|tags?|author|artist|genre|brand|city|country|location|place|venue|phone|telephone|mobile|fax|company|language|isbn|sku|code|currency|unit|assignee|owner|nickname|initials|job|role|position|number|topic|director|publisher|barcode|breed|species|symbol|platform|format|source|destination|contact',
    ),
  },
];

const TITLES = whole(
  '(?:full |first |last |display |project |task |product |company |customer )?name|title|subject|label|headline',
);

/** Words a person adds to say that something is a yes-or-no. */
const FLAG = /[ -](?:flag|checkbox|toggle|switch|check|tick ?box|yes ?\/? ?no|boolean)$/;

/** Choices of well-known choice fields; shown as an assumption because nobody named them. */
const CHOICES: ReadonlyMap<string, readonly string[]> = new Map([
  ['status', ['open', 'in progress', 'done']],
  ['state', ['open', 'in progress', 'done']],
  ['priority', ['low', 'medium', 'high']],
  ['severity', ['low', 'medium', 'high']],
  ['stage', ['new', 'active', 'closed']],
]);

/** Type words in a remark like "price (number)". */
const TYPE_WORDS: ReadonlyMap<string, FieldType> = new Map([
  ['text', 'text'],
  ['string', 'string'],
  ['number', 'integer'],
  ['integer', 'integer'],
  ['whole number', 'integer'],
  ['decimal', 'decimal'],
  ['money', 'money'],
  ['currency', 'money'],
  ['boolean', 'boolean'],
  ['checkbox', 'boolean'],
  ['flag', 'boolean'],
  ['yes no', 'boolean'],
  ['date', 'date'],
  ['time', 'datetime'],
  ['datetime', 'datetime'],
  ['email', 'email'],
  ['url', 'url'],
  ['link', 'url'],
  ['choice', 'enum'],
  ['file', 'file'],
  ['upload', 'file'],
  ['attachment', 'file'],
  ['document', 'file'],
  ['pdf', 'file'],
  ['image', 'file'],
  ['picture', 'file'],
  ['photo', 'file'],
]);

export interface TypedField {
  readonly name: string;
  readonly type: FieldType;
  readonly values: readonly string[];
  /** True when the name says the type; false for the fallback `string`. */
  readonly known: boolean;
}

/** "price in euro", "estimate in hours": the unit belongs to the name, and says that it is a number. */
const UNIT =
  /^(?:euros?|eur|dollars?|usd|pounds?|gbp|francs?|chf|yen|cents?|kg|kilos?|kilograms?|grams?|g|tons?|l|litres?|liters?|ml|mm|cm|metres?|meters?|m|km|kilomet(?:re|er)s?|miles?|feet|inches|seconds?|minutes?|hours?|days?|weeks?|months?|years?|percent)$/;
const WITH_UNIT = / in ([a-z]+)$/;
const CURRENCY = /^(?:euros?|eur|dollars?|usd|pounds?|gbp|francs?|chf|yen)$/;

export const isUnit = (word: string): boolean => UNIT.test(word);

function typeOfUnit(phrase: string): FieldType | undefined {
  const unit = WITH_UNIT.exec(phrase)?.[1] ?? '';
  if (!isUnit(unit)) return undefined;
  return CURRENCY.test(unit) ? 'money' : 'decimal';
}

/** Name and type of a field as people write it: "a done flag" is the boolean `done`. */
export function typeOfField(phrase: string): TypedField {
  const flagged = FLAG.exec(phrase);
  if (flagged !== null) {
    return {
      name: phrase.slice(0, flagged.index).trim() || phrase,
      type: 'boolean',
      values: [],
      known: true,
    };
  }
  const row = ROWS.find(({ pattern }) => pattern.test(phrase));
  const unit = typeOfUnit(phrase);
  const type = unit ?? row?.type ?? 'string';
  const last = phrase.split(' ').at(-1) ?? '';
  return {
    name: phrase,
    type,
    values: type === 'enum' ? (CHOICES.get(last) ?? []) : [],
    known: unit !== undefined || row !== undefined,
  };
}

/** True for the field people recognise an item by. */
export const isTitle = (name: string): boolean => TITLES.test(name);

/** The type a remark names, undefined for other remarks. */
export const typeWord = (remark: string): FieldType | undefined => TYPE_WORDS.get(remark);
