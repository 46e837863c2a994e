import { describe, expect, test } from 'vitest';
import { connect, layer, open, place, SHARED_TARGETS, TARGETS } from './fixture.ts';

describe.each(TARGETS)('the database on %s', (target) => {
  const counting = async () => {
    const db = await open(target);
    await db.run('CREATE TABLE t (n integer PRIMARY KEY, b integer NOT NULL DEFAULT 0)');
    return { db, count: async () => (await db.query('SELECT CAST(count(*) AS integer) AS n FROM t'))[0]?.n };
  };

  test('a transaction that fails leaves nothing, one that succeeds all', async () => {
    const { db, count } = await counting();
    const fails = db.transaction(async (transaction) => {
      await transaction.run('INSERT INTO t (n) VALUES (?)', [1]);
      await transaction.transaction((inner) => inner.run('INSERT INTO t (n) VALUES (?), (?)', [2, 3]));
      throw new Error('no');
    });
    await expect(fails).rejects.toThrow('no');
    expect(await count()).toBe(0);
    const rows = await db.transaction((transaction) =>
      transaction.query('INSERT INTO t (n) VALUES (?), (?) RETURNING n', [2, 3]),
    );
    expect(rows.map((row) => row.n)).toEqual([2, 3]);
    expect(await db.run('UPDATE t SET b = 1')).toBe(2);
    expect(await count()).toBe(2);
  });

  test('what others do meanwhile is not part of a transaction', async () => {
    const { db, count } = await counting();
    const entered = Promise.withResolvers<void>();
    const leave = Promise.withResolvers<void>();
    const fails = db.transaction(async (transaction) => {
      await transaction.run('INSERT INTO t (n) VALUES (1)');
      entered.resolve();
      await leave.promise;
      throw new Error('no');
    });
    await entered.promise;
    const other = db.run('INSERT INTO t (n) VALUES (2)');
    leave.resolve();
    await expect(fails).rejects.toThrow('no');
    await other;
    expect(await count()).toBe(1);
  });

  test('a transaction cannot be used when it is over', async () => {
    const { db } = await counting();
    const kept = await db.transaction(async (transaction) => transaction);
    await expect(kept.run('INSERT INTO t (n) VALUES (1)')).rejects.toThrow(/over/);
    await expect(kept.query('SELECT 1')).rejects.toThrow(/over/);
    await expect(kept.close()).rejects.toThrow();
  });

  test('transactions that get in each other’s way are tried again', async () => {
    const { db } = await counting();
    await db.run('INSERT INTO t (n) VALUES (1), (2)');
    const orders = Array.from({ length: 8 }, (_, at) => (at % 2 === 0 ? [1, 2] : [2, 1]));
    await Promise.all(
      orders.map((order) =>
        db.transaction(async (transaction) => {
          for (const n of order) await transaction.run('UPDATE t SET b = b + 1 WHERE n = ?', [n]);
        }),
      ),
    );
    expect((await db.query('SELECT b FROM t ORDER BY n')).map((row) => row.b)).toEqual([8, 8]);
  });
});

test.each(SHARED_TARGETS)('two connections to %s see each other’s data', async (target) => {
  const at = await place(target);
  const [one, two] = [await connect(at), await connect(at)];
  await one.run('CREATE TABLE t (n integer)');
  await Promise.all(
    Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? one : two).run('INSERT INTO t VALUES (?)', [n])),
  );
  expect(await two.query('SELECT n FROM t ORDER BY n')).toHaveLength(40);
});

test('an address that is none is refused with the name of the setting', async () => {
  await expect(layer.openDatabase({ url: 'mysql://localhost/x', file: '' })).rejects.toThrow(/DATABASE_URL/);
  await expect(layer.openDatabase({ url: 'postgres://127.0.0.1:1/x', file: '' })).rejects.toThrow();
});
