import { createServer } from 'node:net';
import {
  acceptsConnections,
  commandLineOf,
  findOnPath,
  freePort,
  run,
  isTrueWithin,
  within,
  withProgress,
} from './processes';

const limits = { env: process.env, deadlineMs: 10_000 };

describe('the helpers for processes', () => {
  test('a program is found on the given PATH only', () => {
    expect(findOnPath('sh', { PATH: '/nowhere:/bin' })).toBe('/bin/sh');
    expect(findOnPath('sh', { PATH: '/nowhere' })).toBeUndefined();
    expect(findOnPath('sh', {})).toBeUndefined();
  });

  test('a program that fails is reported with its last words', async () => {
    await expect(run('/bin/sh', ['-c', 'echo first; echo "the reason" >&2; exit 3'], limits)).rejects.toThrow(
      'the reason',
    );
  });

  test('a program is ended at its deadline', async () => {
    await expect(run('/bin/sleep', ['60'], { ...limits, deadlineMs: 50 })).rejects.toThrow(
      'not done after 0.05 s',
    );
  });

  test('a live process has a command line, and no other has', async () => {
    expect(await commandLineOf(process.pid)).toContain('jest');
    expect(await commandLineOf(99_999_999)).toBeUndefined();
  });

  test('a free port can be listened on', async () => {
    const port = await freePort();
    expect(await acceptsConnections(port)).toBe(false);
    const server = createServer().listen(port, '127.0.0.1');
    expect(await isTrueWithin(() => acceptsConnections(port), 5000)).toBe(true);
    server.close();
  });

  test('waiting for what does not come true ends at the deadline', async () => {
    expect(await isTrueWithin(() => false, 50)).toBe(false);
    await expect(within(new Promise(() => undefined), 50)).rejects.toThrow('not done after 0.05 s');
  });

  test('a long step is said to be under way every 2 s', async () => {
    jest.useFakeTimers();
    try {
      const said: string[] = [];
      const work = withProgress(
        (line) => said.push(line),
        'copying',
        new Promise((done) => setTimeout(done, 5000)),
      );
      await jest.advanceTimersByTimeAsync(5000);
      await work;
      expect(said).toEqual(['  copying: 2 s', '  copying: 4 s']);
    } finally {
      jest.useRealTimers();
    }
  });
});
