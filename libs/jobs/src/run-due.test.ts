import { type Ctx } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { s } from '@siteninja/schema';
import { until } from '@siteninja/testing';
import { jobId, jobs } from './collection';
import { defineJob, jobKind } from './job';
import { schedule } from './schedule';
import { effects, gate, startTestCluster } from './test-support';

/** What happens between a look for due jobs and its answer. */
let duringLook = (): Promise<void> => Promise.resolve();
jest.mock('./claims', () => {
  const actual = jest.requireActual('./claims');
  const findCandidates = async (...args: unknown[]) => {
    const found = await actual.findCandidates(...args);
    await duringLook();
    return found;
  };
  return { ...actual, findCandidates };
});

const first = jobKind('first', s.object({}));
const second = jobKind('second', s.object({}));

it('whoever waits for what is due also waits for what a job has scheduled that ended during a look', async () => {
  const cluster = await startTestCluster();
  const [begun, goOn] = [gate(), gate()];
  const now = cluster.clock.now();
  const later = (ctx: Ctx, kind: typeof first) =>
    transaction(ctx, (tx) => schedule(tx, { kind, key: 'only', dueAt: now, data: {} }));
  const worker = await cluster.start([
    defineJob({
      kind: first,
      perform: async (ctx) => {
        begun.open();
        await goOn.opened;
        await later(ctx, second);
      },
    }),
    defineJob({
      kind: second,
      handle: async (tx) => void (await effects.in(tx).insert({ name: 'second' })),
    }),
  ]);
  await later(cluster.ctx, first);
  worker.wake();
  await begun.opened;
  duringLook = async () => {
    duringLook = () => Promise.resolve();
    goOn.open();
    await until(async () => (await jobs.in(cluster.ctx).count({ _id: jobId('first', 'only') })) === 0);
    // The worker hears of it a moment after the row is gone.
    await new Promise((resolve) => setTimeout(resolve, 200));
  };
  await worker.runDue();
  expect(await cluster.effects()).toEqual(['second']);
  await cluster.stop();
});
