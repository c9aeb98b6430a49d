import { randomUUID } from 'node:crypto';
import { createLog, type Ctx, type TestClock, testClock } from '@siteninja/core';
import { eventCollections } from '@siteninja/events';
import { connectMongo, prepareCollections, tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';
import { callers, dropDatabase, testMongoUri } from '@siteninja/testing';
import { jobCollections } from './collection';
import { type Job } from './job';
import { type JobWorker, startJobWorker } from './worker';

const silentLog = createLog('test', 'silent');

/** What the jobs of these tests write: one effect of one job. */
export const effects = tenantCollection({
  name: 'effects',
  fields: { name: s.string() },
  indexes: [],
});

/** A database of its own, and processes of a service that work on it. */
export interface TestCluster {
  /** As in a request of tenant t1. */
  ctx: Ctx;
  clock: TestClock;
  /** The same request in another process. */
  connect(): Promise<Ctx>;
  /** Another process: a connection and a worker of its own. */
  start(jobs: readonly Job<Ctx>[]): Promise<JobWorker>;
  /** The names of all effects, in order. */
  effects(): Promise<string[]>;
  stop(): Promise<void>;
}

/** No test waits for a poll: a worker looks when it is woken. */
const NEVER = 3_600_000;

export async function startTestCluster(): Promise<TestCluster> {
  const database = `jobs_${randomUUID().slice(0, 8)}`;
  const clock = testClock();
  const closing: (() => Promise<unknown>)[] = [() => dropDatabase(database)];
  const connect = async (): Promise<Ctx> => {
    const db = await connectMongo(testMongoUri(), database, silentLog);
    closing.push(() => db.close());
    return {
      caller: callers.admin('t1'),
      tenantId: 't1',
      request: { id: 'r1', ipAddress: '127.0.0.1', userAgent: 'test', ifMatch: null },
      config: {},
      ports: {},
      clock,
      log: silentLog,
      db,
      invalidate: () => undefined,
    };
  };
  const ctx = await connect();
  await prepareCollections(ctx.db, [...eventCollections, ...jobCollections, effects.definition]);
  return {
    ctx,
    clock,
    connect,
    start: async (jobs) => {
      const worker = await startJobWorker({ ctx: await connect(), jobs, pollIntervalMs: NEVER });
      closing.push(() => worker.stop());
      return worker;
    },
    effects: async () => (await effects.across(ctx).find({})).map(({ name }) => name).sort(),
    stop: async () => {
      for (const close of closing.splice(0).reverse()) await close();
    },
  };
}

/** A promise that the test settles. */
export function gate(): { opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
