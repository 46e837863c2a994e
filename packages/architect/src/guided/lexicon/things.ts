import { isRole } from './people.ts';

interface Thing {
  /** Fields it has when nobody says which. */
  readonly fields: readonly string[];
  /** Further fields worth asking for. */
  readonly extras: readonly string[];
}

const thing = (fields: string, extras: string): Thing => ({
  fields: fields.split(', '),
  extras: extras.split(', '),
});

/** Well-known things. Used only where the user named no fields; each use is shown as an assumption. */
const THINGS: ReadonlyMap<string, Thing> = new Map([
  ['task', thing('title, done', 'description, priority, due date, assignee')],
  ['todo', thing('title, done', 'description, priority, due date')],
  ['project', thing('name', 'description, deadline, status')],
  ['recipe', thing('name, instructions', 'servings, photo, category')],
  ['ingredient', thing('name, amount', 'unit')],
  ['speaker', thing('name', 'bio, photo, company')],
  ['talk', thing('title', 'abstract, start time, duration')],
  ['room', thing('name, capacity', 'floor, notes')],
  ['product', thing('name, price', 'description, stock, photo')],
  ['order', thing('order date, status', 'total, notes, customer name')],
  ['item', thing('name, quantity', 'price, notes')],
  ['appointment', thing('start time, reason', 'notes, duration')],
  ['book', thing('title, author', 'year, rating, read, notes')],
  ['film', thing('title, year', 'rating, director, notes')],
  ['movie', thing('title, year', 'rating, director, notes')],
  ['customer', thing('name, email, phone', 'company, notes, address')],
  ['client', thing('name, email, phone', 'company, notes')],
  ['contact', thing('name, email, phone', 'company, notes')],
  ['patient', thing('name, birthday, phone', 'email, notes')],
  ['student', thing('name, email', 'birthday, notes')],
  ['member', thing('name, email', 'phone, joining date')],
  ['employee', thing('name, email', 'job title, start date')],
  ['event', thing('title, date, location', 'description, capacity')],
  ['post', thing('title, body', 'publication date, author, photo')],
  ['comment', thing('text, author', 'date')],
  ['review', thing('rating, text', 'author, date')],
  ['ticket', thing('title, description, status', 'priority, assignee')],
  ['issue', thing('title, description, status', 'priority, assignee')],
  ['invoice', thing('invoice number, date, total, paid', 'due date, notes')],
  ['expense', thing('title, cost, date', 'category, paid')],
  ['payment', thing('amount due, date', 'paid, notes')],
  ['booking', thing('customer name, date', 'end date, status, notes')],
  ['reservation', thing('name, start time, number of people', 'phone, notes')],
  ['course', thing('title, description', 'start date, capacity')],
  ['lesson', thing('title, start time', 'notes')],
  ['class', thing('name, start time', 'capacity, notes')],
  ['note', thing('title, body', 'date, photo')],
  ['habit', thing('name', 'goal per week, notes, active')],
  ['workout', thing('name, date', 'duration, notes')],
  ['plant', thing('name, species', 'location, last watering date, notes')],
  ['pet', thing('name, species', 'birthday, notes')],
  ['team', thing('name', 'description')],
  ['company', thing('name', 'website, location, description')],
  ['supplier', thing('name', 'email, phone, address')],
  ['posting', thing('title, description', 'location, salary, deadline')],
  ['teacher', thing('name, email', 'phone, bio')],
  ['doctor', thing('name', 'speciality, phone')],
  ['fee', thing('title, amount due, date', 'paid, notes')],
  ['category', thing('name', 'description')],
  ['tag', thing('name', 'color')],
  ['photo', thing('file, caption', 'date')],
  ['picture', thing('file, caption', 'date')],
  ['image', thing('file, caption', 'date')],
  ['attachment', thing('name, file', 'notes, date')],
  ['document', thing('name, file', 'notes, date')],
  ['file', thing('name, file', 'notes, date')],
  ['time entry', thing('description, date, hours', 'billable checkbox')],
]);

const OTHER: Thing = thing('name', 'description, notes, date, status');

/** What is usually known of a thing, by its singular lower-case name; its last word decides. */
export function commonFields(name: string): Thing {
  return THINGS.get(name) ?? THINGS.get(name.split(' ').at(-1) ?? '') ?? OTHER;
}

const lastOf = (name: string): string => name.split(' ').at(-1) ?? '';

/** Things that many others share: a post has tags, and a tag stands on many posts. */
const SHARED = new Set(
  'tag label keyword category topic genre skill language amenity allergen interest hashtag'.split(' '),
);
/** People who belong to one other thing: an employee to a company. */
const OWNED = new Set(
  'employee worker tenant customer client subscriber child kid pupil patient contractor applicant owner manager boss'.split(
    ' ',
  ),
);

/** True for what is linked to any number of things: "a talk has several speakers". */
export function isShared(name: string): boolean {
  const last = lastOf(name);
  return SHARED.has(last) || (isRole(last) && !OWNED.has(last));
}

/** Things that many others have one of: "a talk has a room" names rooms, too. */
const PARENTS = new Set(
  'room project customer client patient doctor teacher student speaker supplier team course class event recipe product'.split(
    ' ',
  ),
);
export const isParent = (name: string): boolean => PARENTS.has(name);

const ORDERS = new Set('order purchase basket cart sale'.split(' '));
const GOODS = new Set('product article dish meal good pizza drink'.split(' '));

/** True where one holds the other in lines with a quantity: an order its products. */
export const isOrdered = (holder: string, goods: string): boolean =>
  ORDERS.has(lastOf(holder)) && GOODS.has(lastOf(goods));

/** A part says in its name what it is a part of: "order line". */
const PARTS = new Set(
  'line item position entry row step detail comment note photo image picture attachment rating review'.split(
    ' ',
  ),
);
/** Parts that mean nothing without what they point to. */
const LINES = new Set(['line', 'position']);

export const isPartWord = (name: string): boolean => PARTS.has(lastOf(name));
export const isLine = (name: string): boolean => name.includes(' ') && LINES.has(lastOf(name));

export const isWellKnown = (name: string): boolean => THINGS.has(name);

/** Pairs where the first usually belongs to the second, when both exist and nothing else was said. */
export const USUAL_LINKS: readonly (readonly [string, string])[] = [
  ['task', 'project'],
  ['todo', 'project'],
  ['task', 'list'],
  ['todo', 'list'],
  ['ingredient', 'recipe'],
  ['order', 'customer'],
  ['order', 'product'],
  ['order', 'client'],
  ['appointment', 'patient'],
  ['comment', 'post'],
  ['review', 'product'],
  ['booking', 'room'],
  ['booking', 'class'],
  ['booking', 'course'],
  ['class', 'teacher'],
  ['course', 'teacher'],
  ['posting', 'company'],
  ['job', 'company'],
  ['application', 'posting'],
  ['item', 'supplier'],
  ['product', 'supplier'],
  ['appointment', 'doctor'],
  ['loan', 'book'],
  ['invoice', 'customer'],
  ['invoice', 'client'],
  ['lesson', 'course'],
  ['deal', 'customer'],
  ['answer', 'question'],
  ['choice', 'question'],
  ['post', 'topic'],
];
