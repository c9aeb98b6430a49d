import { type Ctx, DomainError, newId, preconditionFailed } from '@siteninja/core';
import { connectMongo } from '@siteninja/mongo';
import { testMongoUri } from '@siteninja/testing';
import { outbox } from './outbox/outbox';
import { newEvent, rows, type TestDatabase, testDatabase, waiting } from './test-support';
import { transaction } from './transaction';

describe('transaction', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase([rows.definition]);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await rows.in(database.ctx).delete({});
    await outbox.in(database.ctx).delete({});
  });

  it('a change and its event are committed together', async () => {
    const { ctx } = database;
    const event = await transaction(ctx, async (tx) => {
      await rows.in(tx).insert({ name: 'a', count: 0 });
      return tx.record(newEvent());
    });
    const [row] = await outbox.in(ctx).find({});
    expect(row).toMatchObject({ _id: event.id, event });
    expect(event).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      type: 'page.updated',
      version: 1,
      occurredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      tenantId: 't1',
      actor: { type: 'user', userId: 'u1', ipAddress: '127.0.0.1', userAgent: 'test' },
      requestId: 'r1',
      resource: { type: 'page', id: 'p1', version: 1 },
      data: newEvent().data,
    });
    expect(await rows.in(ctx).count({})).toBe(1);
  });

  it('an event may name its own tenant, actor and cause', async () => {
    const { ctx } = database;
    const events = await transaction({ ...ctx, causedBy: 'e0' }, async (tx) => {
      const first = tx.record({ ...newEvent(), tenantId: null, actor: { type: 'ai' } });
      return Promise.resolve([first, tx.record({ ...newEvent(), causedBy: first.id })]);
    });
    expect(events[0]).toMatchObject({ tenantId: null, actor: { type: 'ai' }, causedBy: 'e0' });
    expect(events[1]?.causedBy).toBe(events[0]?.id);
  });

  it('an event is stored as its consumers will see it', async () => {
    const { ctx } = database;
    const news = newEvent();
    const structuredData = { at: new Date(0), gone: undefined, 'a.b': 1, $c: 2 };
    const data = { ...news.data, seo: { structuredData } };
    const event = await transaction(ctx, (tx) => Promise.resolve(tx.record({ ...news, data })));
    const stored = { at: '1970-01-01T00:00:00.000Z', 'a.b': 1, $c: 2 };
    expect(event.data).toEqual({ ...news.data, seo: { structuredData: stored } });
    expect((await outbox.in(ctx).find({}))[0]?.event).toEqual(event);
  });

  it('a transaction whose work throws changes nothing and records nothing', async () => {
    const { ctx } = database;
    const error = new DomainError('gone', 'row.gone', 'It is gone.');
    const failing = transaction(ctx, async (tx) => {
      await rows.in(tx).insert({ name: 'a', count: 0 });
      tx.record(newEvent());
      throw error;
    });
    await expect(failing).rejects.toBe(error);
    expect(await rows.in(ctx).count({})).toBe(0);
    expect(await waiting(ctx)).toBe(0);
  });

  it('a transaction inside another one joins it', async () => {
    const { ctx } = database;
    const failing = transaction(ctx, async (tx) => {
      await transaction(tx, async (inner) => {
        await rows.in(inner).insert({ name: 'a', count: 0 });
        inner.record(newEvent());
      });
      expect(await rows.in(tx).count({})).toBe(1);
      expect(await rows.in(ctx).count({})).toBe(0);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await rows.in(ctx).count({})).toBe(0);
    expect(await waiting(ctx)).toBe(0);
  });

  it('of 50 parallel inserts of one key one succeeds and the others conflict', async () => {
    const { ctx } = database;
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, () =>
        transaction(ctx, async (tx) => {
          await rows.in(tx).insert({ name: 'same', count: 0 });
          tx.record(newEvent());
        }),
      ),
    );
    expect(outcomes(results)).toEqual({ done: 1, 'row.name_taken': 49 });
    expect(await waiting(ctx)).toBe(1);
  });

  it('of 100 parallel writers that have read the same revision one succeeds and the others are told', async () => {
    const { ctx } = database;
    const { _id } = await rows.in(ctx).insert({ name: 'a', count: 0 });
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, () =>
        transaction(ctx, async (tx) => {
          const row = await rows.in(tx).findOne({ _id });
          if (row?.revision !== 1) throw preconditionFailed('"2"');
          await rows.in(tx).updateOne({ _id }, { $inc: { count: 1 } });
          tx.record(newEvent(2));
        }),
      ),
    );
    expect(outcomes(results)).toEqual({ done: 1, 'request.precondition_failed': 99 });
    expect((await rows.in(ctx).findOne({ _id }))?.count).toBe(1);
    expect(await waiting(ctx)).toBe(1);
  });

  it('none of 40 parallel increments of one row is lost', async () => {
    const { ctx } = database;
    const _id = newId();
    await rows.in(ctx).insert({ _id, name: 'counter', count: 0 });
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, () =>
        transaction(ctx, async (tx) => {
          const row = await rows.in(tx).findOne({ _id });
          await rows.in(tx).updateOne({ _id }, { $set: { count: (row?.count ?? 0) + 1 } });
        }),
      ),
    );
    expect(outcomes(results)).toEqual({ done: 40 });
    expect((await rows.in(ctx).findOne({ _id }))?.count).toBe(40);
  });

  it('none of the increments that two processes make at once is lost', async () => {
    const { ctx } = database;
    const other = await connectMongo(testMongoUri(), ctx.db.name, ctx.log);
    const { _id } = await rows.in(ctx).insert({ name: 'counter', count: 0 });
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) =>
        transaction(index % 2 ? ctx : { ...ctx, db: other }, async (tx) => {
          const row = await rows.in(tx).findOne({ _id });
          await rows.in(tx).updateOne({ _id }, { $set: { count: (row?.count ?? 0) + 1 } });
        }),
      ),
    );
    await other.close();
    expect(outcomes(results)).toEqual({ done: 40 });
    expect((await rows.in(ctx).findOne({ _id }))?.count).toBe(40);
  });

  it('what follows a commit is done when it is committed, and only then', async () => {
    const { ctx } = database;
    const counts: number[] = [];
    const count = async (): Promise<void> => void counts.push(await rows.in(ctx).count({}));
    await transaction(ctx, async (tx) => {
      tx.afterCommit(count);
      await transaction(tx, (inner) => rows.in(inner).insert({ name: 'a', count: 0 }));
    });
    const failing = transaction(ctx, (tx) => {
      tx.afterCommit(count);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(counts).toEqual([1]);
  });

  it('a change that clashes until its time is up is answered with unavailable and Retry-After', async () => {
    const { ctx } = database;
    const { _id } = await rows.in(ctx).insert({ name: 'a', count: 0 });
    const held = ctx.db.getClient().startSession();
    held.startTransaction();
    await rows.in({ ...ctx, session: held }).updateOne({ _id }, { $inc: { count: 1 } });
    let tries = 0;
    const increment = (tx: Ctx): Promise<unknown> => {
      tries += 1;
      return rows.in(tx).updateOne({ _id }, { $inc: { count: 1 } });
    };
    await expect(transaction(ctx, increment, { timeoutMs: 100 })).rejects.toMatchObject({
      kind: 'unavailable',
      headers: { 'Retry-After': '2' },
    });
    expect(tries).toBeGreaterThan(1);
    await held.abortTransaction();
    await held.endSession();
    expect((await rows.in(ctx).findOne({ _id }))?.count).toBe(0);
  });
});

function outcomes(results: PromiseSettledResult<unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const result of results) {
    const { reason }: { reason?: unknown } = result.status === 'rejected' ? result : {};
    const name = reason === undefined ? 'done' : reason instanceof DomainError ? reason.code : String(reason);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
