import { expect, test } from 'vitest';
import { accountNumber, chiefOf, emailOf, join, openHospital } from './hospital.ts';

/** Somebody who administers, somebody who may do everything, and somebody who may do what is their own. */
async function staffed() {
  const app = await openHospital();
  const chief = await chiefOf(app);
  const [doctor, paul] = [await join(app, 'Grace', 'doctor'), await join(app, 'Paul', 'patient')];
  return { app, chief, doctor, paul };
}

test('whoever may change a page that everybody may change learns of no accounts and owns nothing by it', async () => {
  const { app, chief, doctor, paul } = await staffed();
  const mary = await join(app, 'Mary', 'patient');
  const { id } = await mary.add('articles', { title: 'Tea' });
  const at = `/articles/${id}`;
  for (const someone of [app.visitor(), paul]) {
    const { status, text } = await someone.get(`${at}/edit`);
    expect(status).toBe(200);
    expect(text).not.toContain('@example.org');
  }
  const owner = await accountNumber(chief, 'Paul');
  expect((await paul.form(at, { title: 'Tea', record_owner: owner })).status).toBe(303);
  expect((await paul.send('DELETE', `/api${at}`)).status).toBe(403);
  // Whose work it is to look after all of them still may.
  expect((await doctor.get(`${at}/edit`)).text).toContain(emailOf('Paul'));
  expect((await doctor.form(at, { title: 'Tea', record_owner: owner })).status).toBe(303);
  expect((await paul.send('DELETE', `/api${at}`)).status).toBe(204);
});

test('a record is handed on to accounts that exist only', async () => {
  const { chief, doctor } = await staffed();
  const { id } = await doctor.add('tags', { label: 'Old' });
  expect((await doctor.form(`/tags/${id}`, { label: 'Old', record_owner: '4711' })).status).toBe(422);
  const ours = await accountNumber(chief, 'Grace');
  expect((await doctor.form(`/tags/${id}`, { label: 'Old', record_owner: ours })).status).toBe(303);
  expect((await doctor.form(`/tags/${id}`, { label: 'Old', record_owner: '' })).status).toBe(303);
});

test('what cannot be deleted does not tell of records that may not be seen', async () => {
  const { doctor, paul } = await staffed();
  const patient = await paul.add('patients', { name: 'Paul' });
  await paul.add('visits', { reason: 'Heart', patient: patient.id });
  const own = await paul.send('DELETE', `/api/patients/${patient.id}`);
  expect([own.status, own.text.includes('1 × Visit')]).toEqual([409, true]);
  const { id } = await doctor.add('doctors', { name: 'Grace' });
  await doctor.add('prescriptions', { medicine: 'Tea', doctor: id });
  const hidden = await paul.send('DELETE', `/api/doctors/${id}`);
  expect([hidden.status, hidden.text.match(/Prescription|×|prescription/)]).toEqual([409, null]);
  const page = await paul.form(`/doctors/${id}/delete`, {});
  expect([page.status, page.text.match(/Prescription|prescription/)]).toEqual([409, null]);
  expect((await doctor.send('DELETE', `/api/doctors/${id}`)).text).toContain('1 × Prescription');
});

test('nobody is shown a form that they may not send', async () => {
  const { doctor, paul } = await staffed();
  const { id } = await doctor.add('doctors', { name: 'Grace' });
  expect((await paul.get(`/doctors/${id}`)).status).toBe(200);
  expect((await paul.get(`/doctors/${id}/edit`)).status).toBe(403);
  const article = await doctor.add('articles', { title: 'Tea' });
  expect((await paul.get(`/articles/${article.id}/delete`)).status).toBe(403);
  expect((await paul.visitor().get(`/articles/${article.id}/delete`)).status).toBe(303);
});

test('a reference to what somebody may not see stays when they change the rest', async () => {
  const { doctor, paul } = await staffed();
  const patient = await paul.add('patients', { name: 'Paul' });
  const room = await doctor.add('rooms', { label: 'Cellar' });
  const other = await doctor.add('rooms', { label: 'Attic' });
  const tag = await doctor.add('tags', { label: 'Secret' });
  const visit = await doctor.add('visits', {
    reason: 'Heart',
    patient: patient.id,
    room: room.id,
    tags: [tag.id],
  });
  const at = `/visits/${visit.id}`;
  const { text } = await paul.get(`${at}/edit`);
  expect(text).not.toMatch(/Cellar|Attic|Secret/);
  // Every control of the form as it came.
  const chosen = /<select[^>]*id="field-room"[\s\S]*?<option value="(\d*)" selected/.exec(text)?.[1];
  const ticked = /name="tags" value="(\d+)"[^>]* checked/.exec(text)?.[1];
  expect([chosen, ticked]).toEqual([String(room.id), String(tag.id)]);
  const form = { patient: String(patient.id), room: String(room.id), tags: String(tag.id) };
  expect((await paul.form(at, { ...form, reason: 'Lungs' })).status).toBe(303);
  expect((await paul.send('PUT', `/api${at}`, { ...visit, reason: 'Back' })).status).toBe(200);
  expect((await doctor.send('GET', `/api${at}`)).json).toMatchObject({
    reason: 'Back',
    room: room.id,
    tags: [tag.id],
  });
  expect((await paul.send('PATCH', `/api${at}`, { room: other.id })).status).toBe(422);
  expect((await paul.send('PATCH', `/api${at}`, { room: 4711 })).status).toBe(422);
});

test('whoever may add but not look finds the way, and is told that it was added', async () => {
  const { app, doctor } = await staffed();
  const guest = app.visitor();
  expect((await guest.get('/')).text).toContain('href="/letters/new"');
  const sent = await guest.form('/letters', { text: 'Hello' });
  expect(sent.status).toBe(303);
  const after = await guest.get(sent.headers.get('location') ?? '');
  expect([after.status, after.text.includes('The letter was added.')]).toEqual([200, true]);
  expect(after.text).not.toContain('Hello');
  expect((await doctor.list('letters')).total).toBe(1);
});

test('a form that is saved as it was shown changes no moment', async () => {
  const app = await openHospital({ TIME_ZONE: 'Europe/Berlin' });
  const chief = await chiefOf(app);
  const patient = await chief.add('patients', { name: 'Paul' });
  // The last moments there are, beyond which no clock can be asked.
  for (const [start, status] of [
    ['9999-12-31T23:59', 303],
    ['0001-01-01T12:00', 303],
    ['0001-01-01T00:00', 422],
  ] as const)
    expect(
      (await chief.form('/visits', { reason: 'Far', patient: String(patient.id), start })).status,
      start,
    ).toBe(status);
  // The second of two o'clocks when clocks go back, and a moment with seconds.
  for (const start of ['2026-10-25T01:30:00.000Z', '2026-06-01T10:20:30.456Z', '9999-12-31T23:30:00.000Z']) {
    const { id } = await chief.add('visits', { reason: 'Heart', patient: patient.id, start });
    const { text } = await chief.get(`/visits/${id}/edit`);
    const shown = /type="datetime-local" value="([^"]*)"/.exec(text)?.[1] ?? '';
    const sent = { reason: 'Lungs', patient: String(patient.id), start: shown };
    expect((await chief.form(`/visits/${id}`, sent)).status, start).toBe(303);
    expect((await chief.send('GET', `/api/visits/${id}`)).json).toMatchObject({ reason: 'Lungs', start });
  }
});

test('a value that is taken tells nothing of the record that has it', async () => {
  const { doctor, paul } = await staffed();
  const mine = await paul.add('patients', { name: 'Paul', code: 'A1' });
  const hidden = await doctor.add('patients', { name: 'Mary Secret', code: 'Z9' });
  expect((await paul.send('GET', `/api/patients/${hidden.id}`)).status).toBe(404);
  const answers = [
    await paul.send('POST', '/api/patients', { name: 'x', code: 'Z9' }),
    await paul.send('PATCH', `/api/patients/${mine.id}`, { code: 'Z9' }),
    await paul.send('PUT', `/api/patients/${mine.id}`, { ...mine, code: ' Z9 ' }),
    await paul.form('/patients', { name: 'x', code: 'Z9' }),
    await paul.form(`/patients/${mine.id}`, { name: 'x', code: 'Z9' }),
  ];
  for (const { status, text } of answers) {
    expect(status).toBe(422);
    expect(text).toContain('Code is already taken.');
    expect(text.replaceAll('value="Z9"', '').replaceAll('value=" Z9 "', '')).not.toMatch(/Mary|Z9|Secret/);
    expect(text).not.toMatch(new RegExp(`patients/${hidden.id}\\b|#${hidden.id}\\b`));
  }
  // Nor does what is merely found by it.
  expect((await paul.list('patients?filter.code=Z9')).total).toBe(0);
  expect((await paul.list('patients?q=Secret')).total).toBe(0);
});

test('whoever may add but not look is led to pages that they may see only', async () => {
  const { app } = await staffed();
  const guest = app.visitor();
  const { text } = await guest.get('/letters/new');
  const [, main = ''] = text.split('<main');
  const links = [...main.matchAll(/href="(\/[^"]*)"/g)].map(([, href = '']) => href);
  expect(links).toContain('/');
  for (const href of links) expect((await guest.get(href)).status, href).toBe(200);
  const refused = await guest.form('/letters', { text: '' });
  expect([refused.status, refused.text.includes('href="/letters"')]).toEqual([422, false]);
  const sent = await guest.form('/letters', { text: 'Hello' });
  const after = await guest.get(sent.headers.get('location') ?? '');
  expect(after.text).toMatch(/<h1>The letter was added\.<\/h1>/);
  expect(after.text).not.toMatch(/<textarea|<input(?! type="hidden")/);
  expect(after.text).toContain('href="/letters/new"');
});
