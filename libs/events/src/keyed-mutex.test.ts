import { E_CANCELED, E_TIMEOUT } from 'async-mutex';
import { E_QUEUE_FULL, KeyedMutex } from './keyed-mutex';

/** Work that ends when the test says so. */
function pending(): { work: () => Promise<void>; end: () => void } {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => ended, end: () => end() };
}

const nothing = (): Promise<void> => Promise.resolve();

describe('KeyedMutex', () => {
  it('work of one key is done one at a time, in order of arrival', async () => {
    const mutex = new KeyedMutex({ maxWaiting: 10, timeoutMs: 10_000 });
    const log: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      log.push(`${name} begins`);
      await new Promise((go) => setImmediate(go));
      log.push(`${name} ends`);
    };
    await Promise.all(['a', 'b', 'c'].map((name) => mutex.runExclusive('key', work(name))));
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('work of one key does not wait for work of another', async () => {
    const mutex = new KeyedMutex({ maxWaiting: 10, timeoutMs: 10_000 });
    const { work, end } = pending();
    const first = mutex.runExclusive('one', work);
    await mutex.runExclusive('other', nothing);
    end();
    await first;
  });

  it('a failure does not hold up what waits behind it', async () => {
    const mutex = new KeyedMutex({ maxWaiting: 10, timeoutMs: 10_000 });
    const failing = mutex.runExclusive('key', () => Promise.reject(new Error('no')));
    const next = mutex.runExclusive('key', () => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('done');
  });

  it('what comes when the queue of its key is full is refused without waiting', async () => {
    const mutex = new KeyedMutex({ maxWaiting: 2, timeoutMs: 10_000 });
    const { work, end } = pending();
    const taken = [work, nothing, nothing].map((each) => mutex.runExclusive('key', each));
    await expect(mutex.runExclusive('key', nothing)).rejects.toBe(E_QUEUE_FULL);
    end();
    await Promise.all(taken);
    await mutex.runExclusive('key', nothing);
  });

  it('work whose turn does not come in time is never begun', async () => {
    const mutex = new KeyedMutex({ maxWaiting: 10, timeoutMs: 20 });
    const { work, end } = pending();
    const first = mutex.runExclusive('key', work);
    let begun = 0;
    const late = mutex.runExclusive('key', () => Promise.resolve((begun += 1)));
    await expect(late).rejects.toBe(E_TIMEOUT);
    end();
    await first;
    await mutex.runExclusive('key', nothing);
    expect(begun).toBe(0);
  });

  it('cancel refuses all that waits, and nothing that comes later', async () => {
    const mutex = new KeyedMutex({ maxWaiting: 10, timeoutMs: 10_000 });
    const { work, end } = pending();
    const first = mutex.runExclusive('key', work);
    const waiting = mutex.runExclusive('key', nothing);
    mutex.cancel();
    await expect(waiting).rejects.toBe(E_CANCELED);
    end();
    await first;
    await mutex.runExclusive('key', nothing);
  });
});
