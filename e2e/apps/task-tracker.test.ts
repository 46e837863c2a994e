import { expect } from 'vitest';
import { openBrowser, violations } from './accessible.ts';
import { buildApp } from './built-app.ts';
import { onEveryTarget } from './every-target.ts';

const SENTENCE =
  'I want a task tracker where people create projects with tasks; tasks have a title, a due date and a done flag';

onEveryTarget('a task tracker: projects, their tasks, and what happens to them', async (target) => {
  const built = await buildApp(SENTENCE, target);
  const ada = built.visitor();

  // Nothing was said about who may do what, so nobody has to sign in.
  const garden = await ada.add('projects', { name: 'Garden' });
  const plant = await ada.add('tasks', { title: 'Plant tulips', due_date: '2026-10-01', project: garden });
  await ada.add('tasks', { title: 'Água', due_date: '2026-09-01', project: garden });
  expect((await ada.send('GET', `/api/tasks/${plant}`)).json).toMatchObject({
    title: 'Plant tulips',
    due_date: '2026-10-01',
    done: false,
    project: garden,
  });

  const nameless = await ada.send('POST', '/api/tasks', { due_date: '2026-10-01' });
  expect([nameless.status, nameless.json?.errors]).toMatchObject([422, [{ field: 'title' }]]);
  const noDay = await ada.send('POST', '/api/tasks', { title: 'x', due_date: '2026-02-30' });
  expect([noDay.status, noDay.json?.errors]).toMatchObject([422, [{ field: 'due_date' }]]);
  const nowhere = await ada.send('POST', '/api/tasks', { title: 'x', project: 4711 });
  expect([nowhere.status, nowhere.json?.errors]).toMatchObject([422, [{ field: 'project' }]]);
  expect(await ada.list('tasks')).toHaveLength(2);

  expect((await ada.send('PATCH', `/api/tasks/${plant}`, { done: true })).json).toMatchObject({ done: true });
  const titles = async (query: string) => (await ada.list(`tasks?${query}`)).map(({ title }) => title);
  expect(await titles('sort=due_date')).toEqual(['Água', 'Plant tulips']);
  expect(await titles('sort=-title')).toEqual(['Plant tulips', 'Água']);
  expect(await titles('q=TULIP')).toEqual(['Plant tulips']);
  expect(await titles('q=agua')).toEqual(['Água']);
  expect(await titles('filter.done=true')).toEqual(['Plant tulips']);
  expect(await titles(`filter.project=${garden}&pageSize=1&page=2`)).toEqual(['Plant tulips']);

  // A build is interrupted by nothing worse than this.
  await built.restart('SIGKILL');
  expect(await titles('sort=id')).toEqual(['Plant tulips', 'Água']);

  await built.change('tasks also have a priority (low, medium, high)');
  expect(await titles('sort=id')).toEqual(['Plant tulips', 'Água']);
  expect((await ada.send('GET', `/api/tasks/${plant}`)).json).toMatchObject({ done: true, priority: null });
  expect((await ada.send('PATCH', `/api/tasks/${plant}`, { priority: 'high' })).json).toMatchObject({
    priority: 'high',
    due_date: '2026-10-01',
  });
  expect((await ada.send('PATCH', `/api/tasks/${plant}`, { priority: 'urgent' })).status).toBe(422);

  const browser = await openBrowser();
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(built.url());
  await page.getByRole('navigation').getByRole('link', { name: 'Tasks' }).click();
  await page.getByRole('link', { name: 'Add task' }).click();
  await page.getByRole('button', { name: 'Add task' }).click();
  await page.getByRole('alert').getByRole('link', { name: 'Title is required.' }).click();
  await page.keyboard.type('Buy a spade');
  await page.getByLabel('Project').selectOption('Garden');
  await page.getByRole('button', { name: 'Add task' }).click();
  await page.getByText('The task was added.').waitFor();
  const row = page.getByRole('row', { name: /Buy a spade/ });
  await row.getByRole('switch', { name: 'Done: Buy a spade' }).click();
  await page.getByRole('switch', { name: 'Done: Buy a spade', checked: true }).waitFor();
  await page.getByRole('link', { name: 'Buy a spade', exact: true }).click();
  await page.getByRole('link', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('The task was deleted.').waitFor();
  expect(await titles('sort=id')).toEqual(['Plant tulips', 'Água']);

  const faults = await violations({
    context,
    url: built.url(),
    name: `tasks-${target}`,
    paths: [
      '/',
      '/projects',
      '/projects/new',
      `/projects/${garden}`,
      `/projects/${garden}/edit`,
      '/tasks',
      '/tasks?q=nothing+like+it',
      '/tasks?sort=due_date&pageSize=1',
      '/tasks/new',
      `/tasks/${plant}`,
      `/tasks/${plant}/edit`,
      `/tasks/${plant}/delete`,
      '/gaps',
      '/no-such-page',
    ],
  });
  expect(faults).toEqual([]);
});
