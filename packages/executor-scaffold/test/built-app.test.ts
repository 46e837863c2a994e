import { cp } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { blueprint, endpoint, entity, everyType, field, taskTracker } from './blueprints.ts';
import { folderWorkspace } from './folder-workspace.ts';
import { build, runTask } from './run-task.ts';
import { type RunningApp, startApp } from './running-app.ts';

async function run(plan: ReturnType<typeof taskTracker>): Promise<{ app: RunningApp; folder: string }> {
  const { workspace, release } = await folderWorkspace();
  await build(workspace, plan);
  const folder = await release();
  return { app: await startApp(folder), folder };
}

test('a task tracker keeps its tasks, also through a restart and a kill', async () => {
  const { app, folder } = await run(taskTracker());
  const project = await app.add('projects', { name: 'Garden' });
  const task = await app.add('tasks', { title: 'Plant', due_date: '2026-04-01', project: project.id });
  expect(task).toMatchObject({ title: 'Plant', due_date: '2026-04-01', done: false, project: project.id });
  expect((await app.send('PATCH', `/api/tasks/${task.id}`, { done: true })).json).toMatchObject({
    done: true,
    title: 'Plant',
  });
  expect(await app.stop()).toBe(0);

  const second = await startApp(folder);
  expect((await second.list('tasks')).items).toMatchObject([{ id: task.id, title: 'Plant', done: true }]);
  await second.add('tasks', { title: 'Water', project: project.id });
  await second.stop('SIGKILL');

  const third = await startApp(folder);
  expect((await third.list('tasks')).items.map((item) => item.title)).toEqual(['Water', 'Plant']);
  expect((await third.get('/tasks')).text).toMatch(/Plant[\s\S]*Garden/);
  // Both words of the same endpoint, and the tasks of one project.
  expect((await third.get(`/api/v1/tasks/${task.id}`)).status).toBe(200);
  const other = await third.add('projects', { name: 'Kitchen' });
  expect((await third.list(`projects/${project.id}/tasks`)).total).toBe(2);
  expect((await third.list(`projects/${other.id}/tasks`)).total).toBe(0);
  expect((await third.get('/api/projects/99/tasks')).status).toBe(404);
  expect((await third.send('POST', `/api/tasks/${task.id}/remind`, {})).status).toBe(501);
  expect((await third.get('/gaps')).text).toContain('POST /tasks/{id}/remind');
});

test('rules of the data model are kept', async () => {
  const { app } = await run(taskTracker());
  const project = await app.add('projects', { name: 'Garden' });
  const named = async (method: string, path: string, body: unknown): Promise<unknown> => {
    const answer = await app.send(method, path, body);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    return answer.json;
  };
  expect(await named('POST', '/api/projects', { name: 'Garden' })).toMatchObject({
    status: 422,
    errors: [{ field: 'name' }],
  });
  expect(await named('POST', '/api/tasks', { title: 'x' })).toMatchObject({
    status: 422,
    errors: [{ field: 'project' }],
  });
  expect(
    await named('POST', '/api/tasks', { title: '  ', project: 77, due_date: '2026-02-30' }),
  ).toMatchObject({
    status: 422,
    errors: [{ field: 'title' }, { field: 'due_date' }],
  });
  expect(await named('POST', '/api/tasks', { title: 'x', project: 77 })).toMatchObject({
    status: 422,
    errors: [{ field: 'project' }],
  });
  await app.add('tasks', { title: 'x', project: project.id });
  expect(await named('DELETE', `/api/projects/${project.id}`, undefined)).toMatchObject({ status: 409 });
  expect((await app.list('projects')).total).toBe(1);
});

test('every type keeps its value, by the API and by form', async () => {
  const { app } = await run(everyType());
  const supplier = await app.add('suppliers', {
    e_mail: 'a@b.example',
    Website: 'https://b.example/x?y=1&z=2',
  });
  const values = {
    Name: 'Cup',
    Description: 'Line one\nLine two',
    stockCount: -4,
    weight_kg: 0.1,
    Price: 19.99,
    Available: false,
    listed_on: '2028-02-29',
    last_counted: '2026-01-02T03:04:05.000Z',
    Size: "It's big",
    Supplier: supplier.id,
    Extra: { deep: [1, null, 'x'] },
  };
  expect(await app.add('articles', values)).toMatchObject(values);
  expect(
    await app.add('articles', { Price: '3.5', last_counted: '2026-01-02T03:04:05+02:00' }),
  ).toMatchObject({
    Name: 'New article',
    stockCount: 3,
    Available: true,
    Size: 'M',
    Price: 3.5,
    last_counted: '2026-01-02T01:04:05.000Z',
  });
  const saved = await app.form('/articles', {
    Name: 'Form',
    Price: '2',
    Extra: '{"a":1}',
    Description: 'a\r\nb',
    Size: 'S',
  });
  expect([saved.status, saved.headers.get('location')]).toEqual([303, '/articles?added=3']);
  expect((await app.get('/api/articles/3')).json).toMatchObject({
    Available: false,
    stockCount: null,
    Extra: { a: 1 },
    Description: 'a\nb',
  });
  const again = await app.form('/articles', { Name: 'Kept "as is"', Price: 'much', Extra: '{', Size: 'XXL' });
  expect(again.status).toBe(422);
  for (const text of [
    'Price must be an amount',
    'Extra must be JSON',
    'Size must be one of',
    'value="Kept &quot;as is&quot;"',
    'value="much"',
  ]) {
    expect(again.text).toContain(text);
  }
  expect((await app.list('articles?sort=-Price&pageSize=2&q=c')).items.map((item) => item.Name)).toEqual([
    'Cup',
    'New article',
  ]);
  expect((await app.list('articles?filter.Size=S')).total).toBe(1);
  expect((await app.get('/articles?page=0')).status).toBe(400);
  // The supplier of the cup is optional there, so it may go and leaves nothing behind.
  expect((await app.send('DELETE', `/api/suppliers/${supplier.id}`)).status).toBe(204);
  expect((await app.get('/api/articles/1')).json).toMatchObject({ Supplier: null });
});

test('what people write and what the plan says is shown as text', async () => {
  const xss = '<script>alert(1)</script>';
  const note = entity(`Note ${xss}`, [field(`Text " onfocus="x`, { required: true })], xss);
  const { app } = await run(
    blueprint({
      feature: `App ${xss}`,
      summary: xss,
      entities: [note],
      endpoints: [endpoint('POST', `/x/${xss}`)],
    }),
  );
  const [path] = (await app.get('/')).text.match(/(?<=class="tab" href="\/)[a-z0-9-]+/) ?? [''];
  await app.form(`/${path}`, { text_onfocus_x: `${xss}"'>` });
  for (const page of [
    '/',
    `/${path}`,
    `/${path}/new`,
    `/${path}/1`,
    `/${path}/1/edit`,
    `/${path}/1/delete`,
    '/gaps',
    `/${path}?q=${encodeURIComponent(xss)}`,
  ]) {
    const { text, status, headers } = await app.get(page);
    expect(status, page).toBe(200);
    expect(text, page).not.toMatch(/<script|" onfocus/);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  }
  expect((await app.get(`/${path}/1`)).text).toContain(
    '&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;',
  );
});

test('requests of other sites and for other hosts are refused', async () => {
  const { app } = await run(taskTracker());
  await app.add('projects', { name: 'Garden' });
  const cross = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
  expect((await app.form('/projects', { name: 'x' }, cross)).status).toBe(403);
  expect((await app.form('/projects/1/delete', {}, { origin: 'null' })).status).toBe(403);
  expect(
    (
      await app.form(
        '/projects/1/delete',
        {},
        { 'sec-fetch-site': 'same-site', origin: 'http://studio.localhost' },
      )
    ).status,
  ).toBe(403);
  expect((await app.form('/projects/1/toggle', { _field: 'name', _back: '//evil.example' })).status).toBe(
    400,
  );
  expect((await app.list('projects')).total).toBe(1);
  expect(await app.statusFor('evil.example')).toBe(403);
  expect(await app.statusFor('staging.cool-project.localhost:3000')).toBe(200);
  expect((await app.get('/%')).status).toBe(400);
  expect((await app.get('/../../etc/passwd')).status).toBe(404);
  expect((await app.send('POST', '/api/projects', { name: 'x'.repeat(1_100_000) })).status).toBe(413);
});

test('a changed plan keeps the data: renamed, new, removed and stricter fields', async () => {
  const { workspace, release } = await folderWorkspace();
  const name = field('name');
  const colour = field('colour');
  const fruit = entity('Fruit', [name, colour]);
  await build(workspace, blueprint({ feature: 'A', entities: [fruit] }));
  const folder = await release();
  const before = await startApp(folder);
  await before.add('fruits', { name: 'Apple', colour: 'red' });
  await before.add('fruits', { name: null, colour: 'green' });
  await before.stop();

  const crate = entity('Crate', [field('label')]);
  const changed = {
    ...fruit,
    name: 'Produce',
    fields: [
      { ...name, name: 'title', required: true, unique: true },
      field('weight', { type: 'integer', required: true }),
      field('ripe', { type: 'boolean', default: 'true' }),
      field('crate', { type: 'reference', references: crate.id }),
    ],
  };
  await build(workspace, blueprint({ feature: 'A', entities: [changed, crate] }));
  const next = await release();
  await cp(`${folder}-data`, `${next}-data`, { recursive: true });
  const after = await startApp(next);
  const { items } = await after.list('produces?sort=id');
  expect(items).toMatchObject([
    { title: 'Apple', weight: null, ripe: true, crate: null },
    { title: null, weight: null, ripe: true },
  ]);
  expect((await after.send('POST', '/api/produces', { title: 'Apple', weight: 1 })).status).toBe(422);
  expect((await after.send('POST', '/api/produces', { title: 'Pear' })).status).toBe(422);
  const box = await after.add('crates', { label: 'One' });
  expect(await after.add('produces', { title: 'Pear', weight: 1, crate: box.id })).toMatchObject({ id: 3 });
  await after.stop();

  await cp(`${next}-data`, `${folder}-data`, { recursive: true, force: true });
  const back = await startApp(folder);
  expect((await back.list('fruits?sort=id')).items).toMatchObject([
    { name: 'Apple', colour: 'red' },
    { name: null, colour: 'green' },
    { name: 'Pear', colour: null },
  ]);
});

test('what was asked for and is not built is said on every page and in the log of the build', async () => {
  const plan = taskTracker();
  const { name: _name, description: _description, fields: _fields, ...stated } = entity('Any', []);
  const requirement = (title: string) => {
    // biome-ignore lint/suspicious/noThenProperty: given/when/then are the fields of a requirement; it is data.
    return { ...stated, title, given: '', when: title, then: '' };
  };
  plan.sections.requirements.items = [
    requirement('People create tasks'),
    requirement('People can search'),
    requirement('It should send a reminder for late tasks'),
  ];
  const { workspace, release } = await folderWorkspace();
  const { events } = await runTask('implement', { workspace, blueprint: plan });
  const said = events
    .flatMap((event) => (event.type === 'log' && event.level === 'warn' ? [event.message] : []))
    .join('\n');
  expect(said).toContain('send a reminder');
  expect(said).not.toMatch(/create tasks|can search/);
  const app = await startApp(await release());
  for (const page of ['/', '/tasks', '/tasks/new', '/gaps']) {
    const { text } = await app.get(page);
    expect(text, page).toContain('Everyone who can open this app may see and change everything.');
    expect(text, page).toContain('2 wishes are');
  }
});
