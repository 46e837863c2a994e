import { expect, test } from 'vitest';
import { z } from 'zod';
import { freshPostgres } from '../../../../test-tools/postgres.ts';
import { blueprint, entity, field } from '../blueprints.ts';
import { startApp, writeApp } from '../running-app.ts';

const ROUNDS = process.env.ORCHARD_PROVE === undefined ? 5 : 150;

function library() {
  const shelf = entity('Box', [field('name', { required: true, unique: true })]);
  const label = entity('Label', [field('name', { required: true })]);
  const book = entity('Book', [
    field('title', { required: true }),
    field('number', { type: 'integer', unique: true }),
    field('shelf', { type: 'reference', required: true, references: shelf.id }),
    field('origin', { type: 'reference', references: shelf.id }),
    field('labels', { type: 'references', references: label.id }),
    field('lent', { type: 'boolean' }),
  ]);
  return blueprint({ feature: 'Library', entities: [shelf, label, book] });
}

const bookSchema = z.looseObject({ id: z.number(), shelf: z.number(), labels: z.array(z.number()) });

test.for(['sqlite', 'postgres'])(
  'many who change the same things at once (%s)',
  {
    timeout: 600_000,
  },
  async (kind) => {
    const app = await startApp(
      await writeApp(library()),
      kind === 'postgres' ? { DATABASE_URL: await freshPostgres() } : {},
    );
    const allowed = new Set([200, 201, 204, 303, 404, 409, 422]);
    const statuses = new Set<number>();
    const send = async (method: string, path: string, body?: object) => {
      const answer = await app.send(method, `/api/${path}`, body);
      statuses.add(answer.status);
      return answer;
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      const name = `Shelf ${round}`;
      const made = await Promise.all(Array.from({ length: 8 }, () => send('POST', 'boxes', { name })));
      expect(made.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(422)]);
      const shelf = (await app.list(`boxes?filter.name=${encodeURIComponent(name)}`)).items[0]?.id ?? 0;
      const other = await app.add('boxes', { name: `Other ${round}` });
      const label = await app.add('labels', { name: 'New' });
      const books = await Promise.all(
        Array.from({ length: 4 }, (_, at) => app.add('books', { title: `Book ${at}`, shelf: other.id })),
      );
      const removals: Promise<{ path: string; status: number }>[] = [];
      const remove = (path: string) =>
        removals.push(send('DELETE', path).then(({ status }) => ({ path, status })));
      const work = books.flatMap(({ id }, at) => [
        send('PATCH', `books/${id}`, { number: round, labels: [label.id] }),
        send('PATCH', `books/${id}`, { shelf, origin: shelf }),
        send('PATCH', `books/${id}`, { shelf: other.id, labels: [] }),
        send('PUT', `books/${id}`, { title: 'Again', shelf, labels: [label.id], origin: other.id }),
        app.form(`/books/${id}/toggle`, { _field: 'lent' }).then(({ status }) => statuses.add(status)),
        send('POST', 'books', { title: `Late ${at}`, shelf: other.id, origin: shelf, labels: [label.id] }),
      ]);
      for (const path of [
        `boxes/${shelf}`,
        `labels/${label.id}`,
        `books/${books[0]?.id}`,
        `boxes/${other.id}`,
      ])
        remove(path);
      await Promise.all(work);
      for (const { path, status } of await Promise.all(removals)) {
        const after = await app.send('GET', `/api/${path}`);
        expect(after.status, `${path} after ${status}`).toBe(status === 204 || status === 404 ? 404 : 200);
      }
      // Nothing refers to what is gone, and no number is there twice.
      const { items } = await app.list('books?pageSize=100');
      const shelves = new Set((await app.list('boxes?pageSize=100')).items.map(({ id }) => id));
      const labels = new Set((await app.list('labels?pageSize=100')).items.map(({ id }) => id));
      for (const book of items.map((item) => bookSchema.parse(item))) {
        if (items.length < 100) expect(shelves.has(book.shelf)).toBe(true);
        expect(book.labels.filter((id) => !labels.has(id))).toEqual([]);
      }
      expect((await app.list(`books?filter.number=${round}`)).total).toBeLessThanOrEqual(1);
    }
    expect([...statuses].filter((status) => !allowed.has(status))).toEqual([]);
    expect(app.output.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  },
);
