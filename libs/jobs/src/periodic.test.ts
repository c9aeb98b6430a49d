import { claim, MAX_ATTEMPTS } from './claims';
import { jobs } from './collection';
import { definePeriodicJob, type Job } from './job';
import { type Ctx } from '@siteninja/core';
import { effects, startTestCluster, type TestCluster } from './test-support';

const SECOND = 1_000;
const DAY = 24 * 60 * 60 * SECOND;

describe('a periodic job', () => {
  let cluster: TestCluster;
  let runs: number;
  beforeEach(async () => {
    cluster = await startTestCluster();
    runs = 0;
  });
  afterEach(() => cluster.stop());

  const sweep = (work: (run: number) => void = () => undefined, everySeconds = 30): Job<Ctx> =>
    definePeriodicJob({
      name: 'sweep',
      everySeconds,
      perform: () => {
        runs += 1;
        work(runs);
        return Promise.resolve();
      },
    });

  it('runs once each interval, however many processes there are', async () => {
    const workers = [
      await cluster.start([sweep()]),
      await cluster.start([sweep()]),
      await cluster.start([sweep()]),
    ];
    const turn = () => Promise.all(workers.map((worker) => worker.runDue()));
    await turn();
    expect(runs).toBe(0);
    for (let turns = 1; turns <= 4; turns++) {
      cluster.clock.advance(30 * SECOND);
      await turn();
      expect(runs).toBe(turns);
    }
    cluster.clock.advance(29 * SECOND);
    await turn();
    expect(runs).toBe(4);
  });

  it('runs once for all the turns that were missed while every process was down', async () => {
    const before = await cluster.start([sweep()]);
    await before.stop();
    cluster.clock.advance(365 * DAY);
    const worker = await cluster.start([sweep()]);
    await worker.runDue();
    expect(runs).toBe(1);
    cluster.clock.advance(30 * SECOND);
    await worker.runDue();
    expect(runs).toBe(2);
  });

  it('goes on when a process ended in the middle of its turn', async () => {
    const worker = await cluster.start([sweep()]);
    cluster.clock.advance(30 * SECOND);
    const ids = (await jobs.in(cluster.ctx).find({})).map(({ _id }) => _id);
    expect(await claim(cluster.ctx, ids)).toHaveLength(1);
    await worker.runDue();
    expect(runs).toBe(0);
    cluster.clock.advance(DAY);
    await worker.runDue();
    expect(runs).toBe(1);
  });

  it('that always fails shows as parked and goes on at its interval, until it succeeds', async () => {
    let fails = true;
    const worker = await cluster.start([
      sweep(() => {
        if (fails) throw new Error('no');
      }),
    ]);
    for (let turns = 1; turns <= MAX_ATTEMPTS + 3; turns++) {
      cluster.clock.advance(30 * SECOND);
      await worker.runDue();
      expect(runs).toBe(turns);
    }
    expect((await worker.facts()).parked).toEqual(['sweep']);
    fails = false;
    cluster.clock.advance(30 * SECOND);
    await worker.runDue();
    expect(await worker.facts()).toEqual({ parked: [], overdueSeconds: 0 });
  });

  it('that changes the database commits its change and its next turn together', async () => {
    let fails = true;
    const worker = await cluster.start([
      definePeriodicJob<Ctx>({
        name: 'sweep',
        everySeconds: 30,
        handle: async (tx) => {
          await effects.in({ ...tx, tenantId: 't1' }).insert({ name: 'swept' });
          if (fails) throw new Error('no');
        },
      }),
    ]);
    cluster.clock.advance(30 * SECOND);
    await worker.runDue();
    expect(await cluster.effects()).toEqual([]);
    fails = false;
    cluster.clock.advance(30 * SECOND);
    await worker.runDue();
    await worker.runDue();
    expect(await cluster.effects()).toEqual(['swept']);
  });

  it('runs sooner when a new version of the service makes its interval shorter', async () => {
    await cluster.start([sweep(undefined, 86_400)]);
    const worker = await cluster.start([sweep(undefined, 30)]);
    cluster.clock.advance(30 * SECOND);
    await worker.runDue();
    expect(runs).toBe(1);
  });
});
