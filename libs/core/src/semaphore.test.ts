import { unavailable } from './errors';
import { Semaphore } from './semaphore';

const busy = () => unavailable('asset.busy', 'Try again.');

/** Work that ends when it is told to. */
function work() {
  let finish: () => void = () => undefined;
  let started = false;
  const done = new Promise<void>((resolve) => (finish = resolve));
  const run = (): Promise<void> => {
    started = true;
    return done;
  };
  return { run, finish, started: () => started };
}

describe('a semaphore', () => {
  it('runs as many tasks at once as it has permits, and the next one when a task has ended or failed', async () => {
    const semaphore = new Semaphore({ permits: 2, maxWaiting: 5, maxWaitMs: 60_000, busy });
    const works = [work(), work(), work()];
    const [first, second, third] = works.map(({ run }) => semaphore.run(run));
    const failing = semaphore.run(() => Promise.reject(new Error('no')));
    await new Promise(setImmediate);
    expect(works.map(({ started }) => started())).toEqual([true, true, false]);
    works[0]?.finish();
    await first;
    await new Promise(setImmediate);
    expect(works[2]?.started()).toBe(true);
    works[1]?.finish();
    works[2]?.finish();
    await expect(failing).rejects.toThrow('no');
    await Promise.all([second, third]);
    await expect(semaphore.run(() => Promise.resolve('free'))).resolves.toBe('free');
  });

  it('runs a heavy task once all that it needs is free, in turn, and one that needs more than there is alone', async () => {
    const semaphore = new Semaphore({ permits: 10, maxWaiting: 5, maxWaitMs: 60_000, busy });
    const works = [work(), work(), work(), work()];
    const weights = [6, 4, 25, 1];
    const running = works.map(({ run }, index) => semaphore.run(run, weights[index]));
    const startedNow = async () => {
      await new Promise(setImmediate);
      return works.map(({ started }) => started());
    };
    expect(await startedNow()).toEqual([true, true, false, false]);
    works[0]?.finish();
    await running[0];
    expect(await startedNow()).toEqual([true, true, false, false]);
    works[1]?.finish();
    await running[1];
    expect(await startedNow()).toEqual([true, true, true, false]);
    works[2]?.finish();
    await running[2];
    expect(await startedNow()).toEqual([true, true, true, true]);
    works[3]?.finish();
    await Promise.all(running);
  });

  it('refuses a task that finds the queue full or waits too long', async () => {
    const semaphore = new Semaphore({ permits: 1, maxWaiting: 1, maxWaitMs: 20, busy });
    const long = work();
    const running = semaphore.run(long.run);
    const waiting = semaphore.run(() => Promise.resolve());
    await expect(semaphore.run(() => Promise.resolve())).rejects.toMatchObject({ code: 'asset.busy' });
    await expect(waiting).rejects.toMatchObject({ code: 'asset.busy', kind: 'unavailable' });
    long.finish();
    await running;
    await expect(semaphore.run(() => Promise.resolve('free'))).resolves.toBe('free');
  });

  it('says beforehand that it would refuse a task', async () => {
    const semaphore = new Semaphore({ permits: 1, maxWaiting: 1, busy });
    const { run, finish } = work();
    const first = semaphore.run(run);
    semaphore.assertRoom();
    const second = semaphore.run(() => Promise.resolve());
    expect(() => semaphore.assertRoom()).toThrow('Try again.');
    finish();
    await Promise.all([first, second]);
    semaphore.assertRoom();
  });
});
