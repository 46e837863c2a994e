import { describe, expect, it } from 'vitest';
import { delegateAll, model, openQuestions, pick, questionOn, startChat } from './support/chat.ts';

const TRACKER =
  'I want a task tracker where people create projects with tasks; tasks have a title, a due date and a done flag';
const TASK = ['title! string', 'due date date', 'done boolean=false', 'project → Project'];

interface Case {
  readonly says: string;
  readonly feature: string;
  readonly actors: readonly string[];
  readonly model: Record<string, readonly string[]>;
}

const CASES: readonly Case[] = [
  {
    says: TRACKER,
    feature: 'Task tracker',
    actors: ['User'],
    model: { Task: TASK, Project: ['name! string'] },
  },
  {
    says: 'A recipe box with ingredients and ratings',
    feature: 'Recipe box',
    actors: ['User'],
    model: {
      Recipe: ['name! string', 'rating integer'],
      Ingredient: ['name! string', 'amount decimal', 'recipe → Recipe'],
    },
  },
  {
    says: 'A conference site with speakers, talks and rooms; a talk belongs to a room and a speaker',
    feature: 'Conference site',
    actors: ['User'],
    model: {
      Speaker: ['name! string'],
      Talk: ['title! string', 'room → Room', 'speaker → Speaker'],
      Room: ['name! string', 'capacity integer'],
    },
  },
  {
    says: 'A shop with products (name, price, stock) and orders',
    feature: 'Shop',
    actors: ['User'],
    model: {
      Product: ['name! string', 'price money', 'stock integer'],
      Order: ['order date! date', 'status enum(open|in progress|done)'],
      'Order line': ['quantity! integer', 'order! → Order', 'product! → Product'],
    },
  },
  {
    says: 'A clinic where patients see only their own appointments',
    feature: 'Clinic',
    actors: ['Patient'],
    model: { Appointment: ['start time! datetime', 'reason text'] },
  },
  {
    says: 'I run a yoga studio and want to manage classes, teachers and bookings',
    feature: 'Yoga studio',
    actors: ['User'],
    model: {
      Class: ['name! string', 'start time datetime', 'teacher → Teacher'],
      Teacher: ['name! string', 'email email'],
      Booking: ['customer name! string', 'date date', 'class → Class'],
    },
  },
  {
    says: 'inventory: items with sku (unique), quantity, price in euro, supplier; suppliers with name and email',
    feature: 'Inventory',
    actors: ['User'],
    model: {
      Item: ['sku* string', 'quantity integer', 'price in euro money', 'supplier → Supplier'],
      Supplier: ['name! string', 'email email'],
    },
  },
  {
    says: 'job board with companies and job postings',
    feature: 'Job board',
    actors: ['User'],
    model: {
      'Job posting': ['title! string', 'description text', 'company → Company'],
      Company: ['name! string'],
    },
  },
  {
    says: 'A football league where a match has a home team, an away team and a date; a team has a name',
    feature: 'Football league',
    actors: ['User'],
    model: {
      Match: ['date date', 'home team → Team', 'away team → Team'],
      Team: ['name! string'],
    },
  },
  {
    says: 'Track my book collection',
    feature: 'Book collection',
    actors: ['User'],
    model: { Book: ['title! string', 'author string'] },
  },
  {
    says: 'CRM for a small bakery: customers, orders with items, delivery date, paid or not',
    feature: 'CRM for a small bakery',
    actors: ['User'],
    model: {
      Customer: ['name! string', 'email email', 'phone string'],
      Order: ['delivery date date', 'paid boolean=false', 'customer → Customer'],
      Item: ['name! string', 'quantity integer', 'order → Order'],
    },
  },
  {
    says: 'Build me an app to track expenses. Each expense has an amount, a category and a date.',
    feature: 'Expense app',
    actors: ['User'],
    model: { Expense: ['amount money', 'category string', 'date date'] },
  },
  {
    says: 'A library app where members borrow books and librarians manage books',
    feature: 'Library app',
    actors: ['Member', 'Librarian'],
    model: { Book: ['title! string', 'author string'] },
  },
  {
    says: 'A todo app with due dates and priorities',
    feature: 'Todo app',
    actors: ['User'],
    model: { Todo: ['title! string', 'due date date', 'priority enum(low|medium|high)'] },
  },
  {
    says: 'We need a help desk with tickets; tickets have a subject, a status (new, waiting or solved), an email and a photo',
    feature: 'Help desk',
    actors: ['User'],
    model: { Ticket: ['subject! string', 'status enum(new|waiting|solved)', 'email email', 'photo file'] },
  },
];

describe('a first message', () => {
  it.each(CASES)('$says', async ({ says, feature, actors, model: expected }) => {
    const chat = startChat();
    const { blueprint, reply, readiness } = await chat.say(says);
    expect(blueprint.feature).toBe(feature);
    expect(blueprint.sections.intent.actors.map((actor) => actor.name)).toEqual(actors);
    expect(model(blueprint)).toEqual(expected);
    for (const { id } of blueprint.sections.dataModel.entities) {
      const routes = blueprint.sections.apiEndpoints.endpoints.filter((endpoint) => endpoint.entity === id);
      expect(routes.map((route) => route.method)).toEqual(['GET', 'POST', 'GET', 'PATCH', 'DELETE']);
      expect(blueprint.sections.uiComponents.components.filter((each) => each.entity === id)).toHaveLength(3);
    }
    expect(blueprint.sections.requirements.items.length).toBeGreaterThan(0);
    expect(blueprint.claims.every((claim) => claim.outcome === 'landed')).toBe(true);
    expect(reply).toMatch(/guided mode/);
    expect(readiness.ready).toBe(false);
    const open = openQuestions(blueprint);
    expect(open.map((question) => question.topic.split('.')[0])).toEqual(['access', 'design', 'fields']);
    const decided = await chat.answer(delegateAll(blueprint));
    expect(decided.readiness.blockers).toEqual([]);
    expect(decided.blueprint.status).toBe('ready');
  });

  it('keeps what the user said apart from what was assumed', async () => {
    const { blueprint } = await startChat().say(TRACKER);
    const [task, project] = blueprint.sections.dataModel.entities;
    expect(task?.fields.map((field) => field.origin)).toEqual(Array(4).fill('user_stated'));
    expect(task?.fields[0]?.sources[0]?.quote).toBe('tasks have a title, a due date and a done flag');
    expect(project?.fields[0]?.origin).toBe('template');
    expect(blueprint.assumptions.map((each) => each.assumption)).toContain('A project needs name only.');
  });

  it('keeps a stated limit as a rule of its own', async () => {
    const { blueprint } = await startChat().say('A clinic where patients see only their own appointments');
    const stated = blueprint.sections.access.rules.filter((rule) => rule.origin === 'user_stated');
    expect(stated).toMatchObject([{ role: 'Patient', actions: ['read'], scope: 'own' }]);
  });
});

describe('later messages', () => {
  const edits: readonly (readonly [readonly string[], Record<string, readonly string[]>])[] = [
    [['add a priority to tasks'], { Task: [...TASK, 'priority enum(low|medium|high)'] }],
    [['add a priority: p1, p2, p3'], { Task: [...TASK, 'priority enum(p1|p2|p3)'] }],
    [['tasks can have a parent task'], { Task: [...TASK, 'parent task → Task'] }],
    [
      ['rename task to todo', 'tasks can have a parent task'],
      { Todo: [...TASK, 'parent task → Todo'], Project: ['name! string'] },
    ],
    [['projects have a budget'], { Task: TASK, Project: ['name! string', 'budget money'] }],
    [['the project has a deadline'], { Project: ['name! string', 'deadline date'] }],
    [['the title should be called name'], { Task: TASK.with(0, 'name! string') }],
    [['can you add a note please'], { Task: [...TASK, 'note text'] }],
    [['tasks also need a description'], { Task: [...TASK, 'description text'] }],
    [['remove the due date'], { Task: TASK.filter((field) => field !== 'due date date') }],
    [['tasks do not need a due date'], { Task: TASK.filter((field) => field !== 'due date date') }],
    [['tasks can be low, medium or high priority'], { Task: [...TASK, 'priority enum(low|medium|high)'] }],
    [['the status is open, in progress or done'], { Task: [...TASK, 'status enum(open|in progress|done)'] }],
    [['make the due date required'], { Task: TASK.with(1, 'due date! date') }],
    [['tasks can be archived'], { Task: [...TASK, 'archived boolean=false'] }],
    [['rename due date to deadline'], { Task: TASK.with(1, 'deadline date') }],
    [['tasks have a photo'], { Task: [...TASK, 'photo file'] }],
    [['tasks have a cv (pdf)'], { Task: [...TASK, 'cv file'] }],
    [['tasks have a photo link'], { Task: [...TASK, 'photo link url'] }],
    [['tasks have tags'], { Task: [...TASK, 'tags ⇉ Tag'], Tag: ['name! string'] }],
    [['tasks have attachments'], { Attachment: ['name! string', 'file file', 'task → Task'] }],
    [['tasks belong to several projects'], { Task: TASK.with(3, 'projects ⇉ Project') }],
    [
      ['tasks have tags', 'rename tag to label'],
      { Task: [...TASK, 'labels ⇉ Label'], Label: ['name! string'] },
    ],
    [['add comments on tasks'], { Comment: ['text! text', 'author string', 'task → Task'] }],
    [
      ['rename task to todo', 'tasks have a note'],
      { Todo: [...TASK, 'note text'], Project: ['name! string'] },
    ],
  ];
  it.each(edits)('%s', async (messages, expected) => {
    const chat = startChat();
    await chat.say(TRACKER);
    for (const message of messages) await chat.say(message);
    expect(model(chat.blueprint())).toMatchObject(expected);
    expect(chat.blueprint().claims.every((claim) => claim.outcome === 'landed')).toBe(true);
  });

  it('a rename takes endpoints and screens along, and keeps their ids', async () => {
    const chat = startChat();
    const before = (await chat.say(TRACKER)).blueprint.sections.apiEndpoints.endpoints;
    const { blueprint } = await chat.say('rename task to todo');
    const after = blueprint.sections.apiEndpoints.endpoints;
    expect(after.map((endpoint) => endpoint.id)).toEqual(before.map((endpoint) => endpoint.id));
    expect(after[0]?.path).toBe('/todos');
    expect(JSON.stringify(blueprint.sections.uiComponents)).not.toMatch(/task/i);
  });

  it('removing a thing leaves nothing that points to it', async () => {
    const chat = startChat();
    await chat.say(TRACKER);
    const { blueprint, readiness } = await chat.say('remove projects');
    expect(model(blueprint)).toEqual({ Task: TASK.slice(0, 3) });
    expect(readiness.blockers.map((finding) => finding.code)).not.toContain('DANGLING_REFERENCE');
  });

  it('surfaces a contradiction and changes nothing until a person has chosen', async () => {
    const chat = startChat();
    await chat.say(TRACKER);
    await chat.say('the due date is required');
    const { blueprint, readiness } = await chat.say('the due date is optional');
    expect(blueprint.conflicts).toHaveLength(1);
    expect(model(blueprint).Task).toContain('due date! date');
    expect(readiness.blockers.map((finding) => finding.code)).toContain('OPEN_CONFLICT');
    await chat.say('', delegateAll(blueprint));
    const conflict = questionOn(chat.blueprint(), 'conflict');
    const settled = await chat.answer([pick(conflict, 'Take the new statement')]);
    expect(model(settled.blueprint).Task).toContain('due date date');
    expect(settled.blueprint.conflicts[0]?.status).toBe('resolved');
  });

  it('what was ruled out and is wanted now is a contradiction too', async () => {
    const chat = startChat();
    await chat.say(TRACKER);
    await chat.say('no comments');
    expect((await chat.say('tasks have comments')).blueprint.conflicts).toHaveLength(1);
  });
});

describe('answers', () => {
  it('settle access, look and fields, and can be edited', async () => {
    const chat = startChat();
    const { blueprint } = await chat.say(TRACKER);
    await chat.answer([
      pick(questionOn(blueprint, 'access'), 'Signed-in people share all'),
      pick(questionOn(blueprint, 'design'), 'Dark'),
      pick(questionOn(blueprint, 'fields'), 'Description', 'Priority'),
    ]);
    const first = chat.blueprint();
    expect(first.sections.designSystem.style).toBe('dark');
    expect(new Set(first.sections.apiEndpoints.endpoints.map((endpoint) => endpoint.auth))).toEqual(
      new Set(['signed-in']),
    );
    expect(model(first).Task).toEqual([...TASK, 'description text', 'priority enum(low|medium|high)']);
    await chat.answer([
      pick(questionOn(first, 'fields'), 'Assignee'),
      pick(questionOn(first, 'access'), 'Everyone with the link'),
    ]);
    expect(model(chat.blueprint()).Task).toEqual([...TASK, 'assignee string']);
    expect(chat.blueprint().sections.access.rules).toMatchObject([
      { role: 'anyone', resource: '*', origin: 'user_selected' },
    ]);
  });

  it('may be typed', async () => {
    const chat = startChat();
    const { blueprint } = await chat.say(TRACKER);
    await chat.answer([
      { questionId: questionOn(blueprint, 'access').id, text: 'people must log in' },
      { questionId: questionOn(blueprint, 'design').id, text: 'something cosy please' },
      { questionId: questionOn(blueprint, 'fields').id, text: 'an estimate in hours, tags' },
    ]);
    const typed = chat.blueprint();
    expect(typed.sections.designSystem.style).toBe('warm');
    expect(model(typed).Task?.slice(4)).toEqual(['estimate in hours decimal', 'tags ⇉ Tag']);
    expect(typed.status).toBe('ready');
  });

  it('that are not understood stay partial and are kept', async () => {
    const chat = startChat();
    const { blueprint } = await chat.say(TRACKER);
    const access = questionOn(blueprint, 'access');
    const { readiness } = await chat.answer([{ questionId: access.id, text: 'qwertz' }]);
    expect(questionOn(chat.blueprint(), 'access').status).toBe('partial');
    expect(readiness.blockers.map((finding) => finding.code)).toContain('UNRESOLVED_QUESTION');
    expect(chat.blueprint().claims.at(-1)).toMatchObject({ text: 'qwertz', outcome: 'parked' });
  });
});

describe('what is no English sentence', () => {
  it.each([
    ['أريد تطبيقا لإدارة الكتب', 'كتب، مؤلفون', ['كتب', 'مؤلفون']],
    ['אני רוצה אפליקציה למשימות', 'משימות, פרויקטים', ['משימות', 'פרויקטים']],
    ['Ich möchte eine Anwendung für Projekte und Aufgaben', 'Projekte, Aufgaben', ['Projekte', 'Aufgaben']],
    ['🎉🎉', 'books, authors', ['Book', 'Author']],
  ])('%s is kept and asked about', async (message, list, names) => {
    const chat = startChat();
    const { blueprint } = await chat.say(message);
    expect(blueprint.claims).toMatchObject([{ text: message, outcome: 'parked' }]);
    await chat.answer([
      { questionId: questionOn(blueprint, 'data.entities').id, text: list },
      { questionId: questionOn(blueprint, 'feature.name').id, text: 'X' },
    ]);
    expect(Object.keys(model(chat.blueprint()))).toEqual(names);
    await chat.answer(delegateAll(chat.blueprint()));
    expect(chat.blueprint().status).toBe('ready');
  });
});
