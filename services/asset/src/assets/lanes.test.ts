import { Lanes } from './lanes';

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

describe('lanes', () => {
  it('let only so many run at once, and the next one in as soon as one has ended, well or not', async () => {
    const lanes = new Lanes({ atOnce: 2, mostWaiting: 5, patience: 60_000 });
    const works = [work(), work(), work()];
    const [first, second, third] = works.map(({ run }) => lanes.run(run));
    const failing = lanes.run(() => Promise.reject(new Error('no')));
    expect(works.map(({ started }) => started())).toEqual([true, true, false]);
    works[0]?.finish();
    await first;
    await new Promise(setImmediate);
    expect(works[2]?.started()).toBe(true);
    works[1]?.finish();
    works[2]?.finish();
    await expect(failing).rejects.toThrow('no');
    await Promise.all([second, third]);
    await expect(lanes.run(() => Promise.resolve('free'))).resolves.toBe('free');
  });

  it('refuse what finds the line full, or waits too long', async () => {
    const lanes = new Lanes({ atOnce: 1, mostWaiting: 1, patience: 20 });
    const long = work();
    const running = lanes.run(long.run);
    const waiting = lanes.run(() => Promise.resolve());
    await expect(lanes.run(() => Promise.resolve())).rejects.toMatchObject({ code: 'asset.busy' });
    await expect(waiting).rejects.toMatchObject({ code: 'asset.busy', kind: 'unavailable' });
    long.finish();
    await running;
    await expect(lanes.run(() => Promise.resolve('free'))).resolves.toBe('free');
  });
});
