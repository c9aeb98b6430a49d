import { SingleFlight } from './single-flight';

/** A fetch that ends when the test says so. */
function heldFetch() {
  let resolve: (value: string) => void = () => undefined;
  let isCurrent = (): boolean => false;
  let count = 0;
  return {
    fetch: (current: () => boolean) => {
      count += 1;
      isCurrent = current;
      return new Promise<string>((go) => (resolve = go));
    },
    finish: (value: string) => resolve(value),
    isCurrent: () => isCurrent(),
    count: () => count,
  };
}

describe('SingleFlight', () => {
  it('callers of one key at once share one fetch', async () => {
    const flights = new SingleFlight<string>();
    const { fetch, finish, count, isCurrent } = heldFetch();
    const waiting = Promise.all([flights.run('a', fetch), flights.run('a', fetch)]);
    expect(isCurrent()).toBe(true);
    finish('value');
    expect(await waiting).toEqual(['value', 'value']);
    expect(count()).toBe(1);
  });

  it('callers of different keys do not share a fetch', async () => {
    const flights = new SingleFlight<string>();
    const fetch = (value: string) => () => Promise.resolve(value);
    expect(await Promise.all([flights.run('a', fetch('1')), flights.run('b', fetch('2'))])).toEqual([
      '1',
      '2',
    ]);
  });

  it('a caller after the end of a fetch starts the next one, also when it failed', async () => {
    const flights = new SingleFlight<string>();
    await expect(flights.run('a', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await flights.run('a', () => Promise.resolve('value'))).toBe('value');
  });

  it('a restart keeps later callers from a result that was asked for before it', async () => {
    const flights = new SingleFlight<string>();
    const [early, late] = [heldFetch(), heldFetch()];
    const first = flights.run('a', early.fetch);
    flights.restart();
    const second = flights.run('a', late.fetch);
    expect([early.isCurrent(), late.isCurrent()]).toEqual([false, true]);
    early.finish('old');
    expect(await first).toBe('old');
    // The end of the early fetch does not end the sharing of the late one.
    const third = flights.run('a', late.fetch);
    late.finish('new');
    expect(await Promise.all([second, third])).toEqual(['new', 'new']);
    expect(late.count()).toBe(1);
  });
});
