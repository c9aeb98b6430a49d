import { type Ctx } from '@siteninja/core';
import { outbox, transaction } from '@siteninja/events';
import { s } from '@siteninja/schema';
import { until } from '@siteninja/testing';
import { jobs } from './collection';
import { defineJob, type JobKind, jobKind } from './job';
import { cancel, schedule } from './schedule';
import { effects, startTestCluster, type TestCluster } from './test-support';

const note = jobKind('note', s.object({ name: s.string() }));
const MINUTE = 60_000;

describe('a scheduled job', () => {
  let cluster: TestCluster;
  beforeEach(async () => {
    cluster = await startTestCluster();
  });
  afterEach(() => cluster.stop());

  const inMinutes = (minutes: number): Date => new Date(cluster.clock.now().getTime() + minutes * MINUTE);
  const scheduleNote = (key: string, minutes: number, name = key, ctx: Ctx = cluster.ctx): Promise<void> =>
    transaction(ctx, (tx) => schedule(tx, { kind: note, key, dueAt: inMinutes(minutes), data: { name } }));
  /** Leaves its name. */
  const noting = defineJob({
    kind: note,
    handle: async (tx, { data }) => void (await effects.in(tx).insert({ name: data.name })),
  });
  const waiting = (): Promise<number> => jobs.in(cluster.ctx).count({});

  it('runs when it is due by the clock, not before, and is gone then', async () => {
    const worker = await cluster.start([noting]);
    await scheduleNote('a', 10);
    cluster.clock.advance(10 * MINUTE - 1);
    await worker.runDue();
    expect(await cluster.effects()).toEqual([]);
    cluster.clock.advance(1);
    await worker.runDue();
    expect(await cluster.effects()).toEqual(['a']);
    expect(await waiting()).toBe(0);
  });

  it('runs as the system in the tenant that scheduled it, and its events have no request', async () => {
    const seen: Ctx[] = [];
    const worker = await cluster.start([
      defineJob({
        kind: note,
        handle: async (tx, run) => {
          seen.push(tx);
          expect(run).toMatchObject({ key: 'a', data: { name: 'n' }, dueAt: inMinutes(0), attempt: 1 });
          const resource = { type: 'page', id: 'p1', version: 1 };
          const data = { id: 'p1', tenantId: 't1', sectionIds: [] };
          return Promise.resolve(void tx.record({ type: 'section.reordered', resource, data }));
        },
      }),
    ]);
    await scheduleNote('a', 0, 'n');
    await worker.runDue();
    expect(seen[0]).toMatchObject({ tenantId: 't1', request: null, caller: { type: 'system' } });
    const [recorded] = await outbox.in(cluster.ctx).find({});
    expect(recorded?.event).toMatchObject({ tenantId: 't1', requestId: null, actor: { type: 'system' } });
    expect(recorded?.event).not.toHaveProperty('causedBy');
  });

  it('belongs to no tenant where it was scheduled without one', async () => {
    const tenants: (string | null)[] = [];
    const worker = await cluster.start([
      defineJob({ kind: note, perform: (ctx) => Promise.resolve(void tenants.push(ctx.tenantId)) }),
    ]);
    await scheduleNote('a', 0, 'a', { ...cluster.ctx, tenantId: null });
    await worker.runDue();
    expect(tenants).toEqual([null]);
  });

  it('wakes the worker of its process once it is committed', async () => {
    let ran = false;
    const ctxs: Ctx[] = [];
    const worker = await cluster.start([
      defineJob({
        kind: note,
        perform: (ctx, { key }) => {
          if (key === 'first') ctxs.push(ctx);
          else ran = true;
          return Promise.resolve();
        },
      }),
    ]);
    await scheduleNote('first', 0);
    await worker.runDue();
    await scheduleNote('second', 0, 'x', ctxs[0]);
    await until(() => ran);
  });

  it('does not exist when its transaction is aborted', async () => {
    const worker = await cluster.start([noting]);
    const failing = transaction(cluster.ctx, async (tx) => {
      await schedule(tx, { kind: note, key: 'a', dueAt: inMinutes(0), data: { name: 'a' } });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await worker.runDue();
    expect(await waiting()).toBe(0);
    expect(await cluster.effects()).toEqual([]);
  });

  it('stays when the transaction that moves or cancels it is aborted', async () => {
    const worker = await cluster.start([noting]);
    await scheduleNote('a', 0, 'as scheduled');
    const failing = transaction(cluster.ctx, async (tx) => {
      await schedule(tx, { kind: note, key: 'a', dueAt: inMinutes(9), data: { name: 'moved' } });
      await cancel(tx, note, 'a');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await worker.runDue();
    expect(await cluster.effects()).toEqual(['as scheduled']);
  });

  it('that is scheduled again has the new time and data, and runs once', async () => {
    const worker = await cluster.start([noting]);
    await scheduleNote('a', 5, 'old');
    await scheduleNote('a', 20, 'later');
    await scheduleNote('b', 20, 'old');
    await scheduleNote('b', 5, 'earlier');
    cluster.clock.advance(5 * MINUTE);
    await worker.runDue();
    expect(await cluster.effects()).toEqual(['earlier']);
    cluster.clock.advance(15 * MINUTE);
    await worker.runDue();
    expect(await cluster.effects()).toEqual(['earlier', 'later']);
  });

  it('is there once when several processes schedule it at the same moment', async () => {
    const processes = await Promise.all([1, 2, 3].map(() => cluster.connect()));
    for (let round = 0; round < 5; round++) {
      await Promise.all(processes.map((ctx, index) => scheduleNote(`k${round}`, 5, `n${index}`, ctx)));
    }
    expect(await waiting()).toBe(5);
  });

  it('does not run once it is cancelled', async () => {
    const worker = await cluster.start([noting]);
    await scheduleNote('a', 5);
    await scheduleNote('b', 5);
    const cancelled = (key: string) => transaction(cluster.ctx, (tx) => cancel(tx, note, key));
    expect([await cancelled('a'), await cancelled('a')]).toEqual([true, false]);
    cluster.clock.advance(5 * MINUTE);
    await worker.runDue();
    expect(await cluster.effects()).toEqual(['b']);
  });

  it('of one tenant is neither moved nor cancelled by another tenant', async () => {
    const worker = await cluster.start([noting]);
    await scheduleNote('a', 5, 'own');
    for (const tenantId of ['t2', null]) {
      const other = { ...cluster.ctx, tenantId };
      await expect(scheduleNote('a', 9, 'foreign', other)).rejects.toThrow(
        'note:a is a job of another tenant',
      );
      expect(await transaction(other, (tx) => cancel(tx, note, 'a'))).toBe(false);
    }
    cluster.clock.advance(5 * MINUTE);
    await worker.runDue();
    expect(await cluster.effects()).toEqual(['own']);
  });

  it('is refused when its data are not what its kind says', async () => {
    const wrong: JobKind<{ name: number }> = { ...note, data: Object.create(note.data) };
    const scheduling = transaction(cluster.ctx, (tx) =>
      schedule(tx, { kind: wrong, key: 'a', dueAt: inMinutes(0), data: { name: 1 } }),
    );
    await expect(scheduling).rejects.toThrow('name');
    expect(await waiting()).toBe(0);
  });

  it('may schedule itself again from its own run', async () => {
    const worker = await cluster.start([
      defineJob({
        kind: note,
        handle: async (tx, { key, data }) => {
          await effects.in(tx).insert({ name: data.name });
          if (data.name.length < 3)
            await schedule(tx, { kind: note, key, dueAt: inMinutes(1), data: { name: `${data.name}a` } });
        },
      }),
    ]);
    await scheduleNote('a', 0);
    for (let turn = 0; turn < 5; turn++) {
      await worker.runDue();
      cluster.clock.advance(MINUTE);
    }
    expect(await cluster.effects()).toEqual(['a', 'aa', 'aaa']);
  });
});
