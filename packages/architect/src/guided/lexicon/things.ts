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
  ['post', thing('title, body', 'publication date, author, tags')],
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
  ['note', thing('title, body', 'tags, date')],
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
  ['time entry', thing('description, date, hours', 'billable checkbox')],
]);

const OTHER: Thing = thing('name', 'description, notes, date, status');

/** What is usually known of a thing, by its singular lower-case name; its last word decides. */
export function commonFields(name: string): Thing {
  return THINGS.get(name) ?? THINGS.get(name.split(' ').at(-1) ?? '') ?? OTHER;
}

export const isWellKnown = (name: string): boolean => THINGS.has(name);

/** Pairs where the first usually belongs to the second, when both exist and nothing else was said. */
export const USUAL_LINKS: readonly (readonly [string, string])[] = [
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
