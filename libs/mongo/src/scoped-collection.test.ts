import { type Ctx, createLog, newId, SYSTEM, systemClock } from '@siteninja/core';
import { s } from '@siteninja/schema';
import { dropDatabase, testMongoUri } from '@siteninja/testing';
import { globalCollection } from './collection';
import { connectMongo, prepareCollections } from './connect';
import { withTransaction } from './with-transaction';

const counters = globalCollection({
  name: 'counters',
  noun: 'counter',
  fields: {
    name: s.string(),
    count: s.integer(),
    unit: s.default(s.string(), 'pieces'),
    note: s.nullable(s.string()),
  },
  indexes: [{ fields: { name: 1 }, unique: true, serves: 'one counter a name' }],
});

const moves = globalCollection({
  name: 'moves',
  fields: { to: s.string(), by: s.default(s.string(), 'foot') },
  indexes: [],
  upgrade(row) {
    if (row.to !== undefined) row.to = row.to.replace(/^#/, '');
  },
});

let ctx: Ctx;
beforeAll(async () => {
  const log = createLog('test', 'silent');
  const db = await connectMongo(testMongoUri(), `test_mongo_${newId().slice(-12)}`, log);
  await prepareCollections(db, [counters.definition, moves.definition]);
  const facts = { caller: SYSTEM, tenantId: null, request: null, invalidate: () => undefined };
  ctx = { ...facts, config: {}, ports: {}, clock: systemClock, log, db };
});
afterAll(async () => {
  await ctx.db.close();
  await dropDatabase(ctx.db.name);
});

it('upserts of one row at the same moment all change it, and all give it back', async () => {
  for (let round = 0; round < 50; round += 1) {
    const name = `counter ${round}`;
    const upsert = () => counters.in(ctx).upsert({ name }, { $inc: { count: 1 } });
    const rows = await Promise.all([upsert(), upsert(), upsert(), upsert()]);
    expect(rows.map((row) => row.name)).toEqual([name, name, name, name]);
    expect(await counters.in(ctx).find({ name })).toMatchObject([{ count: 4 }]);
  }
});

it('a row that is older than a field has its default, in whatever way it is read', async () => {
  const _id = newId();
  const row = { _id, name: 'old', count: 1, revision: 1, createdAt: new Date(), updatedAt: new Date() };
  await ctx.db.collection<typeof row>('counters').insertOne(row);
  const filled = { unit: 'pieces', note: null };
  expect(await counters.in(ctx).findOne({ _id })).toMatchObject(filled);
  expect(await counters.in(ctx).find({ _id })).toMatchObject([filled]);
  expect(await counters.in(ctx).findOne({ _id }, { select: { name: 1 } })).toEqual({ _id, name: 'old' });
  expect(await counters.in(ctx).findOne({ _id }, { select: { name: 0, unit: 0 } })).not.toHaveProperty(
    'unit',
  );
  expect(await counters.in(ctx).update(_id, { count: 2 })).toMatchObject({ ...filled, count: 2 });
});

it('a row of an older form is in that of today, in whatever way it is read, and stays stored as it is', async () => {
  const { _id } = await moves.in(ctx).insert({ to: '#home', by: 'bus' });
  expect(await moves.in(ctx).findOne({ _id })).toMatchObject({ to: 'home' });
  expect(await moves.in(ctx).find({ _id })).toMatchObject([{ to: 'home' }]);
  expect(await moves.in(ctx).findOne({ _id }, { select: { by: 1 } })).toEqual({ _id, by: 'bus' });
  expect(await moves.in(ctx).update(_id, { by: 'train' })).toMatchObject({ to: 'home', by: 'train' });
  expect(await ctx.db.collection('moves').findOne({ by: 'train' })).toMatchObject({ to: '#home' });
});

it('a unique index that is no longer declared refuses nothing any more', async () => {
  const { db } = ctx;
  const { definition } = counters;
  await counters.in(ctx).delete({});
  await db.collection('counters').createIndex({ count: 1 }, { unique: true });
  const insert = (name: string) => counters.in(ctx).insert({ name, count: 77, unit: 'pieces', note: null });
  await insert('first');
  await expect(insert('second')).rejects.toThrow();
  await prepareCollections(db, [definition]);
  expect(await insert('second')).toMatchObject({ count: 77 });
  await expect(insert('second')).rejects.toThrow();
});

describe('a change of many rows that clashes with a transaction', () => {
  it.each([
    ['changed', () => counters.in(ctx).updateMany({ unit: 'clashes' }, { $inc: { count: 1 } }), 4],
    ['deleted', () => counters.in(ctx).delete({ unit: 'clashes' }), 0],
  ])('has them %s once that is over, and keeps nobody from writing meanwhile', async (_, write, sum) => {
    await counters.in(ctx).delete({});
    const row = { count: 0, unit: 'clashes', note: null };
    for (const name of ['a', 'b', 'c']) await counters.in(ctx).insert({ ...row, name });
    let writing: Promise<number> | undefined;
    await withTransaction(
      ctx.db,
      async (session) => {
        await counters.in({ ...ctx, session }).updateOne({ name: 'b' }, { $inc: { count: 1 } });
        writing ??= write();
        await counters.in(ctx).upsert({ name: newId() }, { $set: { count: 0, unit: 'others', note: null } });
      },
      10_000,
    );
    expect(await writing).toBe(3);
    const rows = await counters.in(ctx).find({ unit: 'clashes' });
    expect(rows.reduce((total, each) => total + each.count, 0)).toBe(sum);
  });
});
