import { describe, expect, it } from 'vitest';
import { access, decideAll, model, questionOn, startChat } from './support/chat.ts';

interface App {
  readonly name: string;
  /** Ways to say it; the first is the one everything is checked for. */
  readonly says: readonly string[];
  readonly model: Record<string, readonly string[]>;
  /** After everything was left to the Architect. */
  readonly access: readonly string[];
  /** Assumptions about access, in words. */
  readonly assumes?: readonly string[];
}

const TASK = ['title! string', 'due date date', 'done boolean=false', 'project → Project'];
const RATING = ['rating! enum(1|2|3|4|5)', 'comment text', 'recipe! → Recipe'];
const TALK = ['title! string', 'abstract text', 'start time datetime', 'room → Room', 'speakers ⇉ Speaker'];
const LINE = ['quantity! integer', 'product! → Product', 'order! → Order'];
const APPOINTMENT = ['start time datetime', 'reason text', 'patient → Patient', 'doctor → Doctor'];
const EVERYBODY = ['~anyone × *: everything all'];

const APPS: readonly App[] = [
  {
    name: 'task tracker',
    says: [
      'I want a task tracker where people create projects with tasks; tasks have a title, a due date and a done flag',
      'A task tracker with projects and tasks; tasks have a title, a due date and are done or not',
      'I need an app to track tasks. Tasks belong to projects. A task has a title, a due date and a done checkbox.',
    ],
    model: { Task: TASK, Project: ['name! string'] },
    access: EVERYBODY,
  },
  {
    name: 'recipe box',
    says: [
      'A recipe box: recipes have a title, instructions and a photo, ingredients with an amount, and people rate them from 1 to 5 with a comment',
      'I want a recipe box. Recipes have a title, instructions and a photo. Each recipe has ingredients with an amount. People can rate recipes from 1 to 5 with a comment.',
      'A recipe box where recipes have a title, instructions and a photo; ingredients have a name and an amount; users rate recipes 1-5 and leave a comment',
      'Build me a recipe collection: every recipe has a title, instructions, a photo and ingredients (name, amount); members can give it a rating from 1 to 5 with a comment',
    ],
    model: {
      Recipe: ['title! string', 'instructions text', 'photo file'],
      Ingredient: ['name! string', 'amount decimal', 'recipe → Recipe'],
      Rating: RATING,
    },
    access: EVERYBODY,
  },
  {
    name: 'conference',
    says: [
      'A conference site with speakers, talks and rooms: a talk has a title, an abstract, a start time, one room and several speakers; everyone can look, only staff can change things',
      'A conference site with speakers, talks and rooms. A talk has a title, an abstract, a start time, one room and several speakers. Everyone can look. Only staff can change things.',
      'Website for a conference: talks have a title, an abstract, a start time, a room and one or more speakers; the public can look at everything but only staff may edit',
    ],
    model: { Talk: TALK, Speaker: ['name! string'], Room: ['name! string', 'capacity integer'] },
    access: ['anyone × *: read all', 'Staff × *: create update delete all'],
    assumes: [],
  },
  {
    name: 'shop',
    says: [
      'A shop with products that have a name, a price and a stock, and orders with a customer email, a status (new, paid, shipped) and order lines with a product and a quantity; customers can look at products, only staff manage orders',
      'A shop with products (name, price, stock) and orders with a customer email, a status (new, paid, shipped) and order lines with a product and a quantity. Customers can look at products. Only staff can manage orders.',
      'A shop where customers browse products; products have a name, a price and a stock; an order has several products; orders have a customer email; orders can be new, paid or shipped; only the staff can see and change orders',
    ],
    model: {
      Product: ['name! string', 'price money', 'stock integer'],
      Order: ['customer email email', 'status enum(new|paid|shipped)'],
      'Order line': LINE,
    },
    access: [
      'Staff × Order: everything all',
      'Customer × Product: read all',
      '~Staff × Order line: everything all',
      '~Staff × Product: everything all',
    ],
    assumes: [
      'Nobody else may see or change anything.',
      'What people may do with orders they may do with order lines, too.',
      'Staff may see and change all products.',
    ],
  },
  {
    name: 'clinic',
    says: [
      'A clinic: patients see only their own appointments, doctors see all appointments; an appointment has a patient, a doctor, a start time and a reason; patients may book and cancel their own appointments',
      'A clinic app. Appointments have a patient, a doctor, a start time and a reason. Patients see only their own appointments. Doctors see all appointments. Patients can book and cancel their own appointments.',
      'Clinic: an appointment has a patient, a doctor, a start time and a reason; patients may only see their appointments; patients book and cancel their own appointments; doctors can see all appointments',
    ],
    model: {
      Appointment: APPOINTMENT,
      Patient: ['name! string', 'birthday date', 'phone string'],
      Doctor: ['name! string'],
    },
    access: [
      'Patient × Appointment: read own',
      'Doctor × Appointment: read all',
      'Patient × Appointment: create update delete own',
      '~Patient × Patient: create read update own',
      '~Patient × Doctor: read all',
      '~Doctor × Appointment: create update delete all',
      '~Doctor × Patient: everything all',
      '~Doctor × Doctor: everything all',
    ],
    assumes: [
      'Nobody else may see or change anything.',
      'Patients add their own record under patients, and see and change only that.',
      'Patients see all doctors, to choose from them.',
      'Doctors may see and change all appointments, patients and doctors.',
    ],
  },
];

/** Fields and rules, whatever order they were said in. */
const sorted = (plan: Record<string, readonly string[]>): Record<string, readonly string[]> =>
  Object.fromEntries(
    Object.entries(plan)
      .map(([name, fields]) => [name, fields.toSorted()] as const)
      .toSorted(([a], [b]) => a.localeCompare(b)),
  );

const SAID = APPS.flatMap((app) => app.says.map((says) => [app.name, says, app] as const));

describe('an app that somebody describes', () => {
  it.each(SAID)('%s: %s', async (_name, says, app) => {
    const chat = startChat();
    const { blueprint, reply } = await chat.say(says);
    expect(sorted(model(blueprint))).toEqual(sorted(app.model));
    expect(blueprint.claims.map(({ outcome, reason }) => `${outcome}${reason}`)).toEqual(
      blueprint.claims.map(() => 'landed'),
    );
    expect(reply).not.toMatch(/could not place|did not understand|enforced/i);
    const asks = blueprint.questions.some((question) => question.topic === 'access.model');
    expect(asks).toBe(app.assumes?.length !== 0);
    const ready = await decideAll(chat);
    expect(access(ready).toSorted()).toEqual(app.access.toSorted());
    const about = ready.assumptions.filter(
      (each) => each.status === 'open' && each.targets[0]?.startsWith('/sections/access'),
    );
    if (app.assumes !== undefined)
      expect(about.map((each) => each.assumption).toSorted()).toEqual(app.assumes.toSorted());
  });

  it('has endpoints that say who may call them as the rules do', async () => {
    const auths = async (says: string | undefined): Promise<Record<string, string>> => {
      const chat = startChat();
      await chat.say(says ?? '');
      const { endpoints } = (await decideAll(chat)).sections.apiEndpoints;
      return Object.fromEntries(endpoints.map(({ method, path, auth }) => [`${method} ${path}`, auth]));
    };
    expect(await auths(APPS[2]?.says[0])).toMatchObject({ 'GET /talks': 'public', 'POST /talks': 'Staff' });
    expect(await auths(APPS[3]?.says[0])).toMatchObject({
      'GET /products': 'signed-in',
      'POST /products': 'Staff',
      'GET /orders': 'Staff',
      'POST /order-lines': 'Staff',
    });
    expect(await auths(APPS[4]?.says[0])).toMatchObject({
      'DELETE /appointments/{id}': 'signed-in',
      'GET /doctors': 'signed-in',
      'POST /doctors': 'Doctor',
    });
  });
});

describe('links to any number of things', () => {
  const SAID: readonly (readonly [string, Record<string, readonly string[]>])[] = [
    [
      'A recipe box: recipes have many tags and tags belong to many recipes',
      { Recipe: ['name! string', 'instructions text', 'tags ⇉ Tag'], Tag: ['name! string'] },
    ],
    ['A blog where posts have tags', { Post: ['title! string', 'body text', 'tags ⇉ Tag'] }],
    [
      'A school app where students attend many courses; courses have a title',
      { Student: ['name! string', 'email email', 'courses ⇉ Course'], Course: ['title! string'] },
    ],
    [
      'An app where an order has products and products have a name and a price',
      { 'Order line': ['quantity! integer', 'order! → Order', 'product! → Product'] },
    ],
    [
      'An app where an order has a product and products have a price',
      { Order: ['order date! date', 'status enum(open|in progress|done)', 'product → Product'] },
    ],
    [
      'An app where projects have many tasks',
      { Task: ['title! string', 'done boolean=false', 'project → Project'] },
    ],
    [
      'Talks have many rooms and rooms belong to many talks',
      { Room: ['name! string', 'capacity integer', 'talks ⇉ Talk'] },
    ],
    [
      'A diary where a trip has a title and several photos',
      { Trip: ['title! string'], Photo: ['file! file', 'caption string', 'trip → Trip'] },
    ],
  ];
  it.each(SAID)('%s', async (says, expected) => {
    const chat = startChat();
    const { blueprint } = await chat.say(says);
    expect(model(blueprint)).toMatchObject(expected);
    expect(blueprint.claims.every((claim) => claim.outcome === 'landed')).toBe(true);
    await decideAll(chat);
  });
});

describe('people with rights', () => {
  it('who only change things leave looking to the others who were named', async () => {
    const chat = startChat();
    await chat.say(
      'A school app where students attend many courses; courses have a title; only teachers can change courses',
    );
    expect(access(await decideAll(chat))).toEqual([
      'Teacher × Course: create update delete all',
      '~Teacher × Course: read all',
      '~Teacher × Student: everything all',
      '~Student × Course: read all',
      '~Student × Student: create read update own',
    ]);
  });

  it('see what their own things need to point to, even where only others change it', async () => {
    const chat = startChat();
    await chat.say(
      'A task tracker where people see only their own tasks; only admins can change projects; tasks belong to projects',
    );
    expect(access(await decideAll(chat))).toEqual([
      'User × Task: read own',
      'Admin × Project: create update delete all',
      '~User × Project: read all',
      '~Admin × Task: everything all',
      '~Admin × Project: read all',
      '~User × Task: create update delete own',
    ]);
  });

  it('who are readers get no more than was said, whatever is assumed for the rest', async () => {
    const chat = startChat();
    await chat.say(
      'A blog: authors write posts with a title and a cover; readers can comment on posts; authors edit their own posts; readers can read all posts',
    );
    const ready = await decideAll(chat);
    expect(access(ready).filter((rule) => /^~?Reader/.test(rule))).toEqual(['Reader × Post: read all']);
    expect(access(ready).filter((rule) => rule.includes('anyone'))).toEqual([]);
  });

  it('are asked for as before where nothing was said', async () => {
    const { blueprint } = await startChat().say(
      'A library app where members borrow books and librarians manage books',
    );
    expect(questionOn(blueprint, 'access').text).toBe('Who may see and change things?');
    expect(access(blueprint)).toEqual(EVERYBODY);
  });

  it('are found for what nobody was named for', async () => {
    const chat = startChat();
    await chat.say('A shop with products and orders; members can see all products');
    const ready = await decideAll(chat);
    expect(access(ready)).toContain('~Staff × Product: everything all');
  });
});
