import { type Ctx } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { s } from '@siteninja/schema';
import { until } from '@siteninja/testing';
import { claim } from './claims';
import { jobId, jobs } from './collection';
import { defineJob, jobKind } from './job';
import { runClaimed } from './run';
import { cancel, schedule } from './schedule';
import { effects, gate, startTestCluster, type TestCluster } from './test-support';

const note = jobKind('note', s.object({ name: s.string() }));
const MINUTE = 60_000;
const YEAR = 365 * 24 * 60 * MINUTE;
/** BACKLOG=10000 takes minutes, and as long all other suites have to share their database with it. */
const BACKLOG = Number(process.env['BACKLOG'] ?? 2_000);

describe('the worker', () => {
  let cluster: TestCluster;
  beforeEach(async () => {
    cluster = await startTestCluster();
  });
  afterEach(() => cluster.stop());

  const scheduleNotes = (names: readonly string[], dueAt = cluster.clock.now()): Promise<void> =>
    transaction(cluster.ctx, async (tx) => {
      for (const name of names) await schedule(tx, { kind: note, key: name, dueAt, data: { name } });
    });
  /** Leaves its name, once `before` has let it. */
  const noting = (before: (name: string) => Promise<unknown> = () => Promise.resolve()) =>
    defineJob({
      kind: note,
      handle: async (tx, { data }) => {
        await before(data.name);
        await effects.in(tx).insert({ name: data.name });
      },
    });
  const waiting = (): Promise<number> => jobs.in(cluster.ctx).count({});
  /** What a process does before it ends without warning: it claims a job and never comes back. */
  const claimAndDie = async (name: string): Promise<void> => {
    expect(await claim(cluster.ctx, [jobId('note', name)])).toHaveLength(1);
  };

  it('shares the work with that of another process, and each job takes effect once', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `n${index}`).sort();
    const bothWork = gate();
    const seen = [new Set<string>(), new Set<string>()];
    const processes = await Promise.all(
      seen.map((own) =>
        cluster.start([
          noting((name) => {
            own.add(name);
            if (seen.every(({ size }) => size > 0)) bothWork.open();
            return bothWork.opened;
          }),
        ]),
      ),
    );
    await scheduleNotes(names);
    await Promise.all(processes.map((worker) => worker.runDue()));
    expect(await cluster.effects()).toEqual(names);
    expect(await waiting()).toBe(0);
  });

  it('takes over the job of a process that ended between claim and commit', async () => {
    const worker = await cluster.start([noting()]);
    await scheduleNotes(['a', 'b'], new Date(cluster.clock.now().getTime() + MINUTE));
    cluster.clock.advance(MINUTE);
    await claimAndDie('a');
    await worker.runDue();
    expect(await cluster.effects()).toEqual(['b']);
    cluster.clock.advance(2 * MINUTE);
    await worker.runDue();
    expect(await cluster.effects()).toEqual(['a', 'b']);
  });

  it('commits nothing of a run whose job was taken over, whether that run goes on or is over', async () => {
    const claimOne = async () => {
      const [row] = await claim(cluster.ctx, [jobId('note', 'a')]);
      if (!row) throw new Error('There was nothing to claim.');
      return row;
    };
    await scheduleNotes(['a']);
    const first = await claimOne();
    cluster.clock.advance(2 * MINUTE);
    const second = await claimOne();
    await runClaimed(cluster.ctx, first, noting());
    expect(await cluster.effects()).toEqual([]);
    await runClaimed(cluster.ctx, second, noting());
    await runClaimed(cluster.ctx, first, noting());
    expect(await cluster.effects()).toEqual(['a']);
    expect(await waiting()).toBe(0);
  });

  it('commits one of two runs that write at the same moment, as the job was taken over between', async () => {
    const slow = gate();
    let runs = 0;
    const first = await cluster.start([
      noting(() => {
        runs += 1;
        return slow.opened;
      }),
    ]);
    await scheduleNotes(['a']);
    first.wake();
    await until(() => runs === 1);
    cluster.clock.advance(2 * MINUTE);
    const second = await cluster.start([noting()]);
    const takenOver = second.runDue();
    slow.open();
    await Promise.all([takenOver, first.runDue()]);
    expect(await cluster.effects()).toEqual(['a']);
    expect(await waiting()).toBe(0);
  });

  it('commits nothing of a job that was taken over during its I/O', async () => {
    const slow = gate();
    let runs = 0;
    const storing = (before: () => Promise<void>) =>
      defineJob({
        kind: note,
        perform: async (ctx, run) => {
          runs += 1;
          await before();
          await transaction(ctx, async (tx) => {
            await run.complete(tx);
            await effects.in(tx).insert({ name: run.data.name });
          });
        },
      });
    const first = await cluster.start([storing(() => slow.opened)]);
    await scheduleNotes(['a']);
    first.wake();
    await until(() => runs === 1);
    cluster.clock.advance(2 * MINUTE);
    const second = await cluster.start([storing(() => Promise.resolve())]);
    await second.runDue();
    slow.open();
    await first.runDue();
    expect(runs).toBe(2);
    expect(await cluster.effects()).toEqual(['a']);
  });

  it.each(['moved', 'cancelled'])('commits nothing of a job that is %s while it runs', async (change) => {
    const slow = gate();
    let runs = 0;
    const worker = await cluster.start([
      defineJob({
        kind: note,
        perform: async (ctx, run) => {
          runs += 1;
          await slow.opened;
          await transaction(ctx, async (tx) => {
            await run.complete(tx);
            await effects.in(tx).insert({ name: run.data.name });
          });
        },
      }),
    ]);
    await scheduleNotes(['a']);
    worker.wake();
    await until(() => runs === 1);
    if (change === 'moved') await scheduleNotes(['a'], new Date(cluster.clock.now().getTime() + MINUTE));
    else await transaction(cluster.ctx, (tx) => cancel(tx, note, 'a'));
    slow.open();
    await worker.runDue();
    expect(await cluster.effects()).toEqual([]);
    cluster.clock.advance(MINUTE);
    await worker.runDue();
    expect(await cluster.effects()).toEqual(change === 'moved' ? ['a'] : []);
  });

  it('runs everything that became due when the clock is moved by a year', async () => {
    const worker = await cluster.start([noting()]);
    const now = cluster.clock.now().getTime();
    for (const [name, after] of Object.entries({ day: YEAR / 365, month: YEAR / 12, later: YEAR + MINUTE })) {
      await scheduleNotes([name], new Date(now + after));
    }
    cluster.clock.advance(YEAR);
    await worker.runDue();
    expect(await cluster.effects()).toEqual(['day', 'month']);
    cluster.clock.advance(MINUTE);
    await worker.runDue();
    expect(await cluster.effects()).toEqual(['day', 'later', 'month']);
  });

  it('runs what a job has made due, before it says that nothing is due', async () => {
    const worker = await cluster.start([
      defineJob({
        kind: note,
        handle: async (tx, { data: { name } }) => {
          await effects.in(tx).insert({ name });
          const next = { kind: note, key: `${name}a`, dueAt: tx.clock.now(), data: { name: `${name}a` } };
          if (name.length < 5) await schedule(tx, next);
        },
      }),
    ]);
    await scheduleNotes(['a']);
    await worker.runDue();
    expect(await cluster.effects()).toEqual(['a', 'aa', 'aaa', 'aaaa', 'aaaaa']);
  });

  it(`runs ${BACKLOG} jobs that are due at once, each with one effect`, async () => {
    const dueAt = cluster.clock.now();
    const fields = { kind: 'note', dueAt, nextRunAt: dueAt, attempts: 0, claim: null, lastError: null };
    for (let first = 0; first < BACKLOG; first += 1_000) {
      const keys = Array.from({ length: 1_000 }, (_, index) => String(first + index));
      const rows = keys.map((key) => ({ _id: jobId('note', key), key, data: { name: key }, ...fields }));
      await jobs.in(cluster.ctx).insertMany(rows.map((row) => ({ ...row, parkedAt: null })));
    }
    const seen = new Map<string, number>();
    const count = defineJob({
      kind: note,
      perform: (_ctx, { key }) => Promise.resolve(void seen.set(key, (seen.get(key) ?? 0) + 1)),
    });
    const worker = await cluster.start([count]);
    await worker.runDue();
    expect(seen.size).toBe(BACKLOG);
    expect([...seen.values()].filter((times) => times !== 1)).toEqual([]);
    expect(await waiting()).toBe(0);
  }, 300_000);

  it('waits, when it is stopped, for what it runs', async () => {
    const slow = gate();
    let runs = 0;
    const worker = await cluster.start([
      noting(() => {
        runs += 1;
        return slow.opened;
      }),
    ]);
    await scheduleNotes(['a']);
    worker.wake();
    await until(() => runs === 1);
    const stopping = worker.stop();
    await scheduleNotes(['b']);
    slow.open();
    await stopping;
    expect(await cluster.effects()).toEqual(['a']);
    await expect(worker.runDue()).rejects.toThrow('stopped');
  });

  it('does not start with two jobs of one kind', async () => {
    await expect(cluster.start([noting(), noting()])).rejects.toThrow('same kind');
  });

  describe('with a job that does I/O', () => {
    it('completes it afterwards', async () => {
      const seen: Ctx[] = [];
      const worker = await cluster.start([
        defineJob({ kind: note, perform: (ctx) => Promise.resolve(void seen.push(ctx)) }),
      ]);
      await scheduleNotes(['a']);
      await worker.runDue();
      expect(seen).toMatchObject([{ tenantId: 't1', request: null }]);
      expect(seen[0]?.session).toBeUndefined();
      expect(await waiting()).toBe(0);
    });

    it('makes the change that follows the I/O once, although it is performed again', async () => {
      let performed = 0;
      const worker = await cluster.start([
        defineJob({
          kind: note,
          perform: async (ctx, run) => {
            performed += 1;
            await transaction(ctx, async (tx) => {
              await run.complete(tx);
              await effects.in(tx).insert({ name: run.data.name });
              if (performed === 1) throw new Error('not yet');
            });
          },
        }),
      ]);
      await scheduleNotes(['a']);
      await worker.runDue();
      expect(await cluster.effects()).toEqual([]);
      cluster.clock.advance(MINUTE);
      await worker.runDue();
      expect([performed, await cluster.effects(), await waiting()]).toEqual([2, ['a'], 0]);
    });
  });
});
