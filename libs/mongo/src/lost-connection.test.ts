import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Ctx, createLog, isDatabaseUnavailable, newId, SYSTEM, systemClock } from '@siteninja/core';
import { s } from '@siteninja/schema';
import { dropDatabase, TcpProxy, testMongoUri } from '@siteninja/testing';
import { globalCollection } from './collection';
import { connectMongo, prepareCollections } from './connect';
import { writeMany } from './write-many';

const texts = globalCollection({ name: 'texts', fields: { text: s.string() }, indexes: [] });

/** More than the socket's buffers take, less than the 16 MB of a row. */
const LARGE_BYTES = 14_000_000;
/** As many as there are connections. */
const COMMANDS = 10;

let ctx: Ctx;
let proxy: TcpProxy;
beforeEach(async () => {
  const log = createLog('test', 'silent');
  proxy = await new TcpProxy(testMongoUri()).listen();
  const url = new URL(proxy.url);
  url.searchParams.set('socketTimeoutMS', '1000');
  const db = await connectMongo(url.href, `test_lost_${newId().slice(-12)}`, log);
  await prepareCollections(db, [texts.definition]);
  const facts = { caller: SYSTEM, tenantId: null, request: null, invalidate: () => undefined };
  ctx = { ...facts, config: {}, ports: {}, clock: systemClock, log, db };
});
afterEach(async () => {
  await ctx.db.close();
  await proxy.close();
  await dropDatabase(ctx.db.name);
});

const failuresOf = async (commands: Promise<unknown>[]): Promise<unknown[]> => {
  const outcomes = await Promise.allSettled(commands);
  return outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
};

it('large commands that a hanging database takes no more of are given up, and their connections made anew', async () => {
  proxy.isHanging = true;
  const text = 'x'.repeat(LARGE_BYTES);
  const rejected = await failuresOf(Array.from({ length: COMMANDS }, () => texts.in(ctx).insert({ text })));
  expect(rejected.map(isDatabaseUnavailable)).toEqual(Array.from({ length: COMMANDS }, () => true));
  proxy.isHanging = false;
  const { _id } = await texts.in(ctx).insert({ text: 'small' });
  expect(await texts.in(ctx).findOne({ _id })).toMatchObject({ text: 'small' });
});

it('of many rows whose database goes at their commit nobody says that nothing was changed', async () => {
  const writing = writeMany(ctx, async ({ session }) => {
    await texts.in({ ...ctx, session }).insertMany([{ text: 'one' }, { text: 'other' }]);
    await proxy.close();
  });
  await expect(writing).rejects.toMatchObject({ kind: 'timed_out', code: 'database.outcome_unknown' });
});

it('commands that are sent while their connections end are answered, or refused as the database is unavailable', async () => {
  const commands: Promise<unknown>[] = [];
  for (let round = 0; round < 30; round += 1) {
    for (let turn = 0; turn < 60; turn += 1) {
      if (turn === 30) await proxy.close();
      if (turn === 40) await proxy.listen();
      commands.push(texts.in(ctx).findOne({ text: 'small' }));
      await nextTurn();
    }
  }
  const rejected = await failuresOf(commands);
  expect(rejected.filter((error) => !isDatabaseUnavailable(error))).toEqual([]);
});
