import { expect } from 'vitest';
import { openBrowser, violations } from './accessible.ts';
import { buildApp } from './built-app.ts';
import { onEveryTarget } from './every-target.ts';
import { invite } from './visitor.ts';

const SENTENCE =
  'A clinic: patients see only their own appointments, doctors see all appointments; an appointment has a patient, a doctor, a start time and a reason; patients may book and cancel their own appointments';

onEveryTarget(
  'a clinic: patients get at what is their own, whoever wrote it down, and at nothing else',
  async (target) => {
    const built = await buildApp(SENTENCE, target);
    const [chief, doctor, paul, mary, guest] = Array.from({ length: 5 }, () => built.visitor());
    if (!chief || !doctor || !paul || !mary || !guest) throw new Error('Nobody came.');
    await chief.signUp('Ada Chief');
    await invite(chief, doctor, { name: 'Grace Doctor', role: 'doctor' });
    await paul.signUp('Paul Patient');
    await mary.signUp('Mary Patient');

    const grace = await doctor.add('doctors', { name: 'Grace' });
    const pauls = await paul.add('patients', { name: 'Paul' });
    const marys = await mary.add('patients', { name: 'Mary' });
    expect((await paul.list('patients')).map(({ name }) => name)).toEqual(['Paul']);
    expect((await doctor.list('patients?sort=id')).map(({ name }) => name)).toEqual(['Paul', 'Mary']);

    const at = '2026-12-01T10:30:00Z';
    const booked = await paul.add('appointments', {
      patient: pauls,
      doctor: grace,
      start_time: at,
      reason: 'Heart',
    });
    const noted = await doctor.add('appointments', {
      patient: marys,
      doctor: grace,
      start_time: at,
      reason: 'Secret',
    });
    const reasons = async (who: typeof paul) =>
      (await who.list('appointments?sort=id')).map(({ reason }) => reason);
    expect([await reasons(paul), await reasons(mary), await reasons(doctor)]).toEqual([
      ['Heart'],
      ['Secret'],
      ['Heart', 'Secret'],
    ]);

    // Paul tries every door to Mary's appointment.
    const toMarys = (text: string): string =>
      text
        .replace(`/appointments/${booked}`, `/appointments/${noted}`)
        .replace(`"id":"${booked}"`, `"id":"${noted}"`);
    const tries = [
      await paul.send('GET', `/api/appointments/${noted}`),
      await paul.send('PATCH', `/api/appointments/${noted}`, { reason: 'x' }),
      await paul.send('DELETE', `/api/appointments/${noted}`),
      await paul.get(`/appointments/${noted}`),
      await paul.get(`/appointments/${noted}/edit`),
      await paul.submit(`/appointments/${booked}/edit`, { reason: 'x' }, { forge: toMarys }),
      await paul.submit(`/appointments/${booked}/delete`, {}, { forge: toMarys }),
      await paul.send('GET', `/api/patients/${marys}`),
      await paul.get(`/patients/${marys}`),
    ];
    expect(tries.map(({ status }) => status)).toEqual(tries.map(() => 404));
    expect(tries.map(({ text }) => text).join()).not.toMatch(/Secret|Mary/);
    const forMary = { patient: marys, doctor: grace, start_time: at, reason: 'In her name' };
    expect((await paul.send('POST', '/api/appointments', forMary)).json?.errors).toMatchObject([
      { field: 'patient' },
    ]);
    expect((await paul.send('PATCH', `/api/appointments/${booked}`, { patient: marys })).status).toBe(422);
    for (const query of ['q=Secret', `filter.patient=${marys}`, 'filter.reason=Secret'])
      expect(await paul.list(`appointments?${query}`), query).toEqual([]);
    expect((await paul.get(`/doctors/${grace}`)).text).not.toMatch(/Secret|Mary/);
    expect((await paul.get('/appointments/new')).text).not.toContain('Mary');
    // A field of the form that only others are shown.
    const later = { start_time: '2026-12-01T11:00', reason: 'Heart' };
    const moved = await paul.submit(`/appointments/${booked}/edit`, later, { extra: { record_owner: '1' } });
    expect(moved.headers.get('location')).toBe(`/appointments/${booked}?saved=1`);
    expect(await reasons(paul)).toEqual(['Heart']);
    expect((await paul.send('POST', '/api/doctors', { name: 'Me' })).status).toBe(403);
    expect((await guest.send('GET', '/api/appointments')).status).toBe(401);
    expect((await guest.get('/patients')).headers.get('location')).toBe('/sign-in?next=%2Fpatients');

    expect((await paul.send('DELETE', `/api/appointments/${booked}`)).status).toBe(204);
    expect(await reasons(doctor)).toEqual(['Secret']);

    await built.restart('SIGKILL');
    expect(await reasons(mary)).toEqual(['Secret']);
    await built.change('an appointment also has a note');
    expect([await reasons(paul), await reasons(mary)]).toEqual([[], ['Secret']]);

    const browser = await openBrowser();
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${built.url()}/sign-in`);
    await page.getByLabel('Email').fill('mary.patient@example.org');
    await page.getByLabel('Password').fill('a long enough password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation').getByRole('link', { name: 'Appointments' }).click();
    await page.getByRole('link', { name: 'Secret', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Add appointment' }).click();
    await page.getByLabel('Reason').fill('Check-up');
    await page.getByLabel('Start time').fill('2026-12-02T08:00');
    await page.getByLabel('Patient').selectOption('Mary');
    await page.getByLabel('Doctor').selectOption('Grace');
    await page.getByRole('button', { name: 'Add appointment' }).click();
    await page.getByRole('link', { name: 'Check-up', exact: true }).click();
    await page.getByRole('link', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('The appointment was deleted.').waitFor();

    const faults = await violations({
      context,
      url: built.url(),
      name: `clinic-${target}`,
      paths: [
        '/',
        '/appointments',
        '/appointments/new',
        `/appointments/${noted}`,
        `/appointments/${noted}/edit`,
        `/appointments/${noted}/delete`,
        '/patients',
        `/patients/${marys}`,
        '/doctors',
        '/profile',
        '/appointments/4711',
      ],
    });
    expect(faults).toEqual([]);
  },
);
