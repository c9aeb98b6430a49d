import { type Ctx, createLog, newId, SYSTEM, systemClock } from '@siteninja/core';
import { s } from '@siteninja/schema';
import { testMongoUri } from '@siteninja/testing';
import { globalCollection } from './collection';
import { connectMongo, prepareCollections } from './connect';

const counters = globalCollection({
  name: 'counters',
  noun: 'counter',
  fields: { name: s.string(), count: s.integer() },
  indexes: [{ fields: { name: 1 }, unique: true, serves: 'one counter a name' }],
});

let ctx: Ctx;
beforeAll(async () => {
  const log = createLog('test', 'silent');
  const db = await connectMongo(testMongoUri(), `test_mongo_${newId().slice(-12)}`, log);
  await prepareCollections(db, [counters.definition]);
  const facts = { caller: SYSTEM, tenantId: null, request: null, invalidate: () => undefined };
  ctx = { ...facts, config: {}, ports: {}, clock: systemClock, log, db };
});
afterAll(async () => {
  await ctx.db.dropDatabase();
  await ctx.db.close();
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
