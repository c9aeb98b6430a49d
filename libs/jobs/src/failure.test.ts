import { transaction } from '@siteninja/events';
import { s } from '@siteninja/schema';
import { claim, MAX_ATTEMPTS } from './claims';
import { jobId, jobs } from './collection';
import { defineJob, jobKind } from './job';
import { schedule } from './schedule';
import { effects, startTestCluster, type TestCluster } from './test-support';

const note = jobKind('note', s.object({ name: s.string() }));
const MINUTE = 60_000;

describe('a job that fails', () => {
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
  const noting = (before: () => Promise<void> = () => Promise.resolve()) =>
    defineJob({
      kind: note,
      handle: async (tx, { data }) => {
        await before();
        await effects.in(tx).insert({ name: data.name });
      },
    });
  /** Retries until nothing is left to retry. */
  const exhaust = async (worker: { runDue(): Promise<void> }): Promise<void> => {
    for (let turn = 0; turn < MAX_ATTEMPTS + 2; turn++) {
      await worker.runDue();
      cluster.clock.advance(60 * MINUTE);
    }
  };

  it('is retried later, lets the others pass, and is parked after its attempts', async () => {
    const attempts: number[] = [];
    const worker = await cluster.start([
      defineJob({
        kind: note,
        handle: async (tx, { data, attempt }) => {
          await effects.in(tx).insert({ name: data.name });
          if (data.name !== 'bad') return;
          attempts.push(attempt);
          throw new Error('It never works.');
        },
      }),
    ]);
    await scheduleNotes(['a', 'bad', 'c']);
    await worker.runDue();
    expect(await cluster.effects()).toEqual(['a', 'c']);
    expect(attempts).toEqual([1]);
    expect(await worker.facts()).toEqual({ parked: [], overdueSeconds: 0 });
    await exhaust(worker);
    expect(attempts).toEqual(Array.from({ length: MAX_ATTEMPTS }, (_, index) => index + 1));
    expect(await worker.facts()).toEqual({ parked: ['note'], overdueSeconds: 0 });
    const [row] = await jobs.in(cluster.ctx).find({});
    expect(row).toMatchObject({ key: 'bad', nextRunAt: null, lastError: 'Error: It never works.' });
  });

  it('runs when it is scheduled again after it was parked', async () => {
    let works = false;
    const worker = await cluster.start([
      noting(() => (works ? Promise.resolve() : Promise.reject(new Error('no')))),
    ]);
    await scheduleNotes(['a']);
    await exhaust(worker);
    works = true;
    await scheduleNotes(['a'], cluster.clock.now());
    await worker.runDue();
    expect(await cluster.effects()).toEqual(['a']);
    expect((await worker.facts()).parked).toEqual([]);
  });

  it('is parked at once when its stored data are not valid', async () => {
    const worker = await cluster.start([noting()]);
    await scheduleNotes(['a', 'b']);
    await jobs.in(cluster.ctx).updateMany({ _id: jobId('note', 'a') }, { $set: { data: { title: 'x' } } });
    await worker.runDue();
    expect(await cluster.effects()).toEqual(['b']);
    expect((await worker.facts()).parked).toEqual(['note']);
  });

  it('is parked although it ends every process that runs it', async () => {
    const worker = await cluster.start([noting()]);
    await scheduleNotes(['a'], new Date(cluster.clock.now().getTime() + MINUTE));
    for (let turn = 0; turn < MAX_ATTEMPTS; turn++) {
      cluster.clock.advance(2 * MINUTE);
      expect(await claim(cluster.ctx, [jobId('note', 'a')])).toHaveLength(1);
    }
    cluster.clock.advance(2 * MINUTE);
    await worker.runDue();
    expect(await cluster.effects()).toEqual([]);
    expect((await worker.facts()).parked).toEqual(['note']);
  });

  it('is reported with the time it has been due, when no process runs its kind', async () => {
    const other = await cluster.start([
      defineJob({ kind: jobKind('other', s.object({})), handle: async () => {} }),
    ]);
    await scheduleNotes(['a'], new Date(cluster.clock.now().getTime() + MINUTE));
    cluster.clock.advance(3 * MINUTE);
    await other.runDue();
    expect(await other.facts()).toEqual({ parked: [], overdueSeconds: 120 });
  });
});
