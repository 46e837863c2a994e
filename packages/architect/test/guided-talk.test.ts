import { describe, expect, it } from 'vitest';
import { access, delegateAll, model, openQuestions, pick, questionOn, startChat } from './support/chat.ts';

const TRACKER =
  'I want a task tracker where people create projects with tasks; tasks have a title, a due date and a done flag';
const LINK = 'Everyone with the link';
const SHARED = 'Signed-in people share all';

describe('what is no statement about the product', () => {
  const TALK: readonly (readonly [string, RegExp])[] = [
    ['help', /For example:/],
    ['What can you do?', /For example:/],
    ['Can you do that?', /For example:/],
    ['hello', /^Hello/],
    ['thanks!', /^You are welcome/],
    ['yes', /cannot tell/],
    ['No.', /cannot tell/],
  ];
  it.each(TALK)('%s gets an answer and leaves no debt', async (says, answer) => {
    const { blueprint, reply } = await startChat().say(says);
    expect(reply).toMatch(answer);
    expect(reply).not.toMatch(/could not place|Approve and build/);
    expect(blueprint.claims).toMatchObject([{ outcome: 'rejected', landedAt: [] }]);
  });

  it('is not said over and over', async () => {
    const chat = startChat();
    expect((await chat.say(TRACKER)).reply).toMatch(/guided mode/);
    expect((await chat.say('add a note to tasks')).reply).not.toMatch(/guided mode/i);
  });
});

describe('a sentence that was understood in part', () => {
  it('says which part was not', async () => {
    const chat = startChat();
    await chat.say('A shop with products and orders');
    const { blueprint, reply } = await chat.say('Orders have a pickup time and what people want on the cake');
    expect(blueprint.claims.at(-1)).toMatchObject({
      outcome: 'landed',
      reason: 'Not understood: “what people want on the cake”.',
    });
    expect(reply).toContain('“what people want on the cake”');
  });

  it('does not count as landed when most of it was ignored', async () => {
    const chat = startChat();
    await chat.say('A shop with products and orders');
    const says =
      'products have a colour because the moon shines over purple frogs whenever somebody whistles at night';
    const { blueprint, reply } = await chat.say(says);
    expect(model(blueprint).Product).toContain('colour string');
    expect(blueprint.claims.at(-1)).toMatchObject({ text: says, outcome: 'parked' });
    expect(reply).toMatch(/because the moon shines/);
  });

  it('reads on behind a look or a new name', async () => {
    const chat = startChat();
    await chat.say(TRACKER);
    await chat.say('rename task to todo and add a note');
    const { blueprint } = await chat.say('make it dark and remove the due date');
    expect(model(blueprint).Todo).toEqual([
      'title! string',
      'done boolean=false',
      'project → Project',
      'note text',
    ]);
    expect(blueprint.sections.designSystem.style).toBe('dark');
  });
});

describe('side remarks', () => {
  it('name no app and no things', async () => {
    const { blueprint } = await startChat().say(
      'So I have this idea, my wife runs a small bakery in the old town and we always lose track of orders. Every order has a customer, a pickup time and of course what they ordered. Customers have a name and a phone number.',
    );
    expect(blueprint.feature).toBe('Bakery');
    expect(model(blueprint)).toEqual({
      Order: ['pickup time datetime', 'customer → Customer'],
      Customer: ['name! string', 'phone number string'],
    });
  });
});

describe('who may see and change things', () => {
  const SAID: readonly (readonly [string, string])[] = [
    ['actually only signed-in people', 'signed-in'],
    ['people must log in', 'signed-in'],
    ['it needs a login', 'signed-in'],
    ['only signed-in users may see and change things', 'signed-in'],
    ['everybody sees only their own things', 'signed-in'],
    ['everyone can see and change everything', 'public'],
  ];
  it.each(SAID)('can be said in chat: %s', async (says, auth) => {
    const chat = startChat();
    await chat.say(TRACKER);
    const { blueprint } = await chat.say(says);
    expect(new Set(blueprint.sections.apiEndpoints.endpoints.map((endpoint) => endpoint.auth))).toEqual(
      new Set([auth]),
    );
    expect(blueprint.claims.at(-1)?.outcome).toBe('landed');
    expect(openQuestions(blueprint).map((question) => question.topic)).not.toContain('access.model');
    expect(blueprint.decisions).toMatchObject([{ origin: 'user_stated' }]);
  });

  it('seeing everything is not changing everything', async () => {
    const chat = startChat();
    await chat.say(TRACKER);
    const { blueprint } = await chat.say('everyone can see everything');
    expect(blueprint.decisions).toEqual([]);
    expect(openQuestions(blueprint).map((question) => question.topic)).toContain('access.model');
  });

  it('what is said later replaces what was chosen', async () => {
    const chat = startChat();
    const { blueprint } = await chat.say(TRACKER);
    await chat.answer([pick(questionOn(blueprint, 'access'), LINK)]);
    await chat.say('actually only signed-in people');
    expect(chat.blueprint().decisions).toMatchObject([{ choice: SHARED }]);
    expect(chat.blueprint().sections.access.rules.map((rule) => rule.role)).toEqual(['User']);
  });

  it('recommends what was suggested and promises nothing else', async () => {
    const chat = startChat();
    const { blueprint } = await chat.say(TRACKER);
    const question = questionOn(blueprint, 'access');
    expect(question.options.filter((option) => option.recommended).map((option) => option.label)).toEqual([
      LINK,
    ]);
    const { reply, readiness } = await chat.answer([
      pick(question, SHARED),
      { questionId: questionOn(chat.blueprint(), 'design').id, delegate: true },
    ]);
    expect(readiness.ready).toBe(true);
    expect(`${reply}${JSON.stringify(chat.blueprint())}`).not.toMatch(/not enforced|sign-in is not/i);
  });

  it('own things are recommended where own things were asked for', async () => {
    const chat = startChat();
    const { blueprint } = await chat.say('A clinic where patients see only their own appointments');
    const recommended = questionOn(blueprint, 'access').options.filter((option) => option.recommended);
    expect(recommended.map((option) => option.label)).toEqual(['Each person only their own']);
    await chat.answer(delegateAll(blueprint));
    expect(chat.blueprint().sections.access.rules.every((rule) => rule.scope === 'own')).toBe(true);
  });

  it('a wider right than the one before is a contradiction', async () => {
    const chat = startChat();
    await chat.say(
      'A clinic where patients see only their own appointments and doctors see all appointments',
    );
    const before = access(chat.blueprint());
    const { blueprint } = await chat.say('patients see all appointments');
    expect(access(blueprint)).toEqual(before);
    await chat.answer(delegateAll(blueprint));
    await chat.answer([pick(questionOn(chat.blueprint(), 'conflict'), 'Take the new statement')]);
    expect(access(chat.blueprint())).toContain('Patient × Appointment: read all');
    expect(chat.blueprint().conflicts).toMatchObject([{ status: 'resolved' }]);
  });

  it('an answer opens no more than what was stated leaves open', async () => {
    const chat = startChat();
    const { blueprint } = await chat.say(
      'A shop with products and orders; customers can look at products, only staff manage orders',
    );
    const question = questionOn(blueprint, 'access');
    expect(question.text).toBe('Who else may see and change products?');
    await chat.answer([pick(question, LINK)]);
    const open = access(chat.blueprint()).filter((rule) => rule.includes('anyone'));
    expect(open).toEqual(['~anyone × Product: everything all']);
  });

  it('only some may change things, whoever they are', async () => {
    const chat = startChat();
    await chat.say(TRACKER);
    const { blueprint } = await chat.say('everyone can look but only organizers can change things');
    expect(access(blueprint)).toEqual(['anyone × *: read all', 'Organizer × *: create update delete all']);
    expect(blueprint.decisions).toMatchObject([{ choice: 'Everyone looks, organizers change' }]);
    expect((await chat.say('actually only signed-in people')).blueprint.decisions).toMatchObject([
      { choice: SHARED },
    ]);
    expect(access(chat.blueprint())).toEqual(['User × *: everything all', 'Organizer × *: everything all']);
  });
});

describe('a new name', () => {
  it('is kept apart from what the app shows, and the old one is still understood', async () => {
    const chat = startChat();
    await chat.say(TRACKER);
    await chat.say('rename task to todo');
    await chat.say('rename todo to errand');
    await chat.say('tasks have a note');
    const { blueprint } = await chat.say('todos have a place');
    expect(model(blueprint).Errand?.slice(4)).toEqual(['note text', 'place string']);
    expect(blueprint.sections.dataModel.entities.map((entity) => entity.description)).toEqual(['', '']);
  });
});

describe('assumptions', () => {
  it('do not multiply when something is picked', async () => {
    const chat = startChat();
    const { blueprint } = await chat.say('A clinic where patients see only their own appointments');
    const before = blueprint.assumptions.length;
    await chat.answer([pick(questionOn(blueprint, 'fields'), 'Notes')]);
    expect(chat.blueprint().assumptions).toHaveLength(before);
  });
});

describe('questions', () => {
  it('that were skipped can still be left to the Architect in chat', async () => {
    const chat = startChat();
    await chat.say(TRACKER);
    await chat.say('skip');
    expect((await chat.say('you decide')).readiness.blockers).toEqual([]);
  });

  it('are worded anew while they wait', async () => {
    const chat = startChat();
    await chat.say(TRACKER);
    await chat.say('rename task to todo');
    const { blueprint } = await chat.say('remove the due date');
    expect(questionOn(blueprint, 'fields').text).toBe(
      'Does a todo need anything besides title, done and project?',
    );
  });
});
