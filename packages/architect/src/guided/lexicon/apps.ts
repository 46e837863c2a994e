const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Containers whose first word names what they hold: a task tracker holds tasks, a recipe box recipes. */
export const COLLECTIONS = words(
  `tracker box manager list planner collection library log logbook diary journal catalog catalogue organizer organiser
   board inventory registry directory archive scheduler calendar register book keeper database vault gallery tracking
   management index listing`,
);

/** Containers that say nothing of what they hold. */
export const CONTAINERS = words(
  `app application site website webapp web page portal platform system tool software service program crm erp cms shop
   store clinic school club dashboard solution product thing project prototype mvp saas`,
);

/** Containers that are no name for anything: "System" says nothing, "Shop" does. */
export const GENERIC = words(
  'app application site website webapp web page portal platform system tool software service program solution product thing project prototype mvp saas dashboard place way',
);

/** What a well-known kind of app keeps track of, when its description names nothing. */
export const KINDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['blog', ['post', 'comment']],
  ['shop', ['product', 'order']],
  ['store', ['product', 'order']],
  ['webshop', ['product', 'order']],
  ['clinic', ['patient', 'appointment']],
  ['crm', ['customer', 'deal']],
  ['forum', ['topic', 'post']],
  ['wiki', ['page']],
  ['school', ['student', 'course']],
  ['gym', ['member', 'class']],
  ['hotel', ['room', 'booking']],
  ['restaurant', ['dish', 'reservation']],
  ['library', ['book', 'loan']],
  ['helpdesk', ['ticket']],
  ['bakery', ['product', 'order']],
  ['poll', ['question', 'choice']],
  ['survey', ['question', 'answer']],
  ['kanban', ['card']],
]);

/** What "time tracker", "shopping list" … hold: the first word is not the thing itself. */
export const HELD: ReadonlyMap<string, string> = new Map([
  ['time', 'time entry'],
  ['shopping', 'shopping item'],
  ['grocery', 'grocery item'],
  ['reading', 'book'],
  ['watch', 'film'],
  ['packing', 'packing item'],
  ['wish', 'wish'],
  ['inventory', 'item'],
  ['stock', 'item'],
  ['weight', 'weight entry'],
  ['mood', 'mood entry'],
  ['sleep', 'sleep entry'],
  ['budget', 'expense'],
  ['money', 'expense'],
  ['to-do', 'todo'],
  ['workout', 'workout'],
  ['password', 'account'],
  ['contact', 'contact'],
  ['address', 'contact'],
  ['photo', 'photo'],
  ['hour', 'time entry'],
]);

/** Things an app does rather than keeps: they become requirements, never entities. */
export const CAPABILITIES: ReadonlyMap<string, string> = new Map([
  ['login', 'People can sign in.'],
  ['sign-in', 'People can sign in.'],
  ['signup', 'People can create an account.'],
  ['authentication', 'People can sign in.'],
  ['search', 'People can search.'],
  ['search box', 'People can search.'],
  ['filter', 'People can filter lists.'],
  ['dashboard', 'A dashboard shows the most important numbers.'],
  ['notification', 'It notifies people of what concerns them.'],
  ['email notification', 'It notifies people by e-mail.'],
  ['reminder', 'It reminds people in time.'],
  ['dark mode', 'It has a dark look.'],
  ['export', 'Lists can be exported.'],
  ['csv export', 'Lists can be exported as CSV.'],
  ['report', 'It shows reports.'],
  ['statistic', 'It shows statistics.'],
  ['chart', 'It shows charts.'],
  ['api', 'Everything can be reached through an API.'],
  ['sorting', 'Lists can be sorted.'],
]);
