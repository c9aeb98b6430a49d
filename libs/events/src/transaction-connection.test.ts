import { setTimeout as sleep } from 'node:timers/promises';
import { type Ctx, isDatabaseUnavailable } from '@siteninja/core';
import { withTransaction } from '@siteninja/mongo';
import { type TcpProxy } from '@siteninja/testing';
import { newEvent, proxiedDatabase, rows, type TestDatabase, waiting } from './test-support';
import { transaction } from './transaction';
import { type Tx } from './tx';

describe('transactions whose connection is lost', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let ctx: Ctx;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ database, proxy, ctx, close } = await proxiedDatabase());
  });
  afterEach(() => close());
  const insert = (name: string) => async (tx: Tx) => {
    await rows.in(tx).insert({ name, count: 0 });
    tx.record(newEvent());
  };

  it('a transaction whose connection is cut in the middle is done again, once', async () => {
    let cut = false;
    await transaction(ctx, async (tx) => {
      await rows.in(tx).findOne({});
      if (!cut) {
        cut = true;
        await proxy.close();
        await proxy.listen();
      }
      await insert('a')(tx);
    });
    expect(await rows.in(database.ctx).count({})).toBe(1);
    expect(await waiting(database.ctx)).toBe(1);
  });

  it('transactions whose connections are reset again and again are done, or answered with unavailable', async () => {
    let isOver = false;
    const resetting = (async () => {
      for (; !isOver; await sleep(20)) proxy.reset();
    })();
    const names = Array.from({ length: 20 }, (_, index) => `row ${index}`);
    const outcomes = await Promise.allSettled(names.map((name) => transaction(ctx, insert(name))));
    isOver = true;
    await resetting;
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
    const told = new Set(failures.map(({ reason }) => reason.code));
    expect([...told].filter((code) => !['database.busy', 'database.outcome_unknown'].includes(code))).toEqual(
      [],
    );
    const done = names.filter((_, index) => outcomes[index]?.status === 'fulfilled');
    const there = (await rows.in(database.ctx).find({})).map(({ name }) => name);
    expect(there).toEqual(expect.arrayContaining(done));
    expect(new Set(there).size).toBe(there.length);
  }, 60_000);

  it.each(['before it', 'between its first and second write'])(
    'a transaction whose database goes %s is answered with unavailable, and changes nothing',
    async (when) => {
      if (when === 'before it') await proxy.close();
      const failing = transaction(ctx, async (tx) => {
        await insert('a')(tx);
        if (when === 'between its first and second write') await proxy.close();
        await insert('b')(tx);
      });
      await expect(failing).rejects.toMatchObject({ kind: 'unavailable', code: 'database.busy' });
      await proxy.listen().catch(() => undefined);
      expect(await rows.in(database.ctx).count({})).toBe(0);
    },
  );

  it('of a transaction whose database goes at its commit nobody says that nothing was changed', async () => {
    const failing = transaction(ctx, async (tx) => {
      // Without an event the commit is the next that the database hears.
      await rows.in(tx).insert({ name: 'a', count: 0 });
      await proxy.close();
    });
    await expect(failing).rejects.toMatchObject({ kind: 'timed_out', code: 'database.outcome_unknown' });
  });

  it('a transaction that the server has forgotten at its commit is not done again, as it may have been committed', async () => {
    let runs = 0;
    const failing = transaction(ctx, async (tx) => {
      runs += 1;
      await rows.in(tx).insert({ name: 'a', count: 0 });
      // As after a kill: the server knows nothing of it.
      await ctx.db.getClient().db('admin').command({ abortTransaction: 1 }, { session: tx.session });
    });
    await expect(failing).rejects.toMatchObject({ code: 'database.outcome_unknown' });
    expect(runs).toBe(1);
  });

  it('what waits behind a transaction that lost its database is refused with it', async () => {
    let begun = 0;
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        transaction(ctx, async (tx) => {
          begun += 1;
          if (begun === 1) await proxy.close();
          await insert(`row ${begun}`)(tx);
        }),
      ),
    );
    const codes = results.map((result) => (result.status === 'rejected' ? result.reason.code : 'done'));
    expect(codes).toEqual(results.map(() => 'database.busy'));
    // Its own tries; of the others none.
    expect(begun).toBeLessThan(5);
  });

  it('a transaction that never gets an answer is given up as one that the database was unavailable for', async () => {
    const never = () => new Promise<never>(() => undefined);
    const failure: unknown = await withTransaction(ctx.db, never, 100, 10).catch((error: unknown) => error);
    expect(isDatabaseUnavailable(failure)).toBe(true);
    await transaction(ctx, insert('b'));
    expect(await rows.in(database.ctx).count({})).toBe(1);
  });
});
