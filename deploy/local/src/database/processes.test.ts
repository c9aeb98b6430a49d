import { createServer } from 'node:net';
import {
  acceptsConnections,
  commandLineOf,
  findOnPath,
  freePort,
  run,
  until,
  within,
  withProgress,
} from './processes';

const limits = { env: process.env, deadlineMs: 10_000 };

describe('the helpers for processes', () => {
  test('find a program on the given PATH only', () => {
    expect(findOnPath('sh', { PATH: '/nowhere:/bin' })).toBe('/bin/sh');
    expect(findOnPath('sh', { PATH: '/nowhere' })).toBeUndefined();
    expect(findOnPath('sh', {})).toBeUndefined();
  });

  test('report a failed program with its last words', async () => {
    await expect(run('/bin/sh', ['-c', 'echo first; echo "the reason" >&2; exit 3'], limits)).rejects.toThrow(
      'the reason',
    );
  });

  test('end a program at its deadline', async () => {
    await expect(run('/bin/sleep', ['60'], { ...limits, deadlineMs: 50 })).rejects.toThrow(
      'not done after 0.05 s',
    );
  });

  test('tell the command line of a live process, and of no other', async () => {
    expect(await commandLineOf(process.pid)).toContain('jest');
    expect(await commandLineOf(99_999_999)).toBeUndefined();
  });

  test('give a port that can be listened on', async () => {
    const port = await freePort();
    expect(await acceptsConnections(port)).toBe(false);
    const server = createServer().listen(port, '127.0.0.1');
    expect(await until(() => acceptsConnections(port), 5000)).toBe(true);
    server.close();
  });

  test('give up waiting at the deadline', async () => {
    expect(await until(() => false, 50)).toBe(false);
    await expect(within(new Promise(() => undefined), 50)).rejects.toThrow('not done after 0.05 s');
  });

  test('say every 2 s that a long step is under way', async () => {
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
