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
});
