import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { type Job, launch, type Supervised } from './launch';
import { isAlive, isTrueWithin } from './processes';

let folder: string;
let running: Supervised[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'siteninja-launch-'));
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((supervised) => supervised.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** Runs JavaScript as the server, which writes its process id to a file when it is up. */
async function start(script: string, more: Partial<Job> = {}): Promise<Supervised> {
  const tellPid = `;require('fs').writeFileSync(${JSON.stringify(pidPath())}, String(process.pid))`;
  const supervised = await launch({
    command: process.execPath,
    args: ['-e', script + tellPid],
    env: process.env,
    logFile: path.join(folder, 'log'),
    ...more,
  });
  running.push(supervised);
  return supervised;
}

const pidPath = (): string => path.join(folder, 'server-pid');

async function serverPid(): Promise<number> {
  const isUp = (): boolean => existsSync(pidPath()) && readFileSync(pidPath(), 'utf8') !== '';
  expect(await isTrueWithin(isUp, 10_000)).toBe(true);
  return Number(readFileSync(pidPath(), 'utf8'));
}

const FOREVER = 'setInterval(() => undefined, 1000)';

describe('a supervised server', () => {
  test('a supervised server has ended when stop() returns, and stop() may be called again', async () => {
    const supervised = await start(FOREVER);
    const pid = await serverPid();
    await supervised.stop();
    expect(isAlive(pid)).toBe(false);
    await supervised.stop();
  });

  test('a supervised server is given SIGTERM to put things in order', async () => {
    const supervised = await start(
      `process.on('SIGTERM', () => { console.log('in order'); process.exit(0); });${FOREVER}`,
    );
    await serverPid();
    await supervised.stop();
    expect((await supervised.ended).lastWords).toBe('in order\n');
  });

  test('a supervised server that ignores SIGTERM is killed', async () => {
    const supervised = await start(`process.on('SIGTERM', () => undefined);${FOREVER}`);
    const pid = await serverPid();
    await supervised.stop();
    expect(isAlive(pid)).toBe(false);
  });

  test('what a supervised server has started itself ends with it', async () => {
    const supervised = await start(
      `const child = require('child_process').spawn(process.execPath, ['-e', '${FOREVER}']);
       console.log(child.pid);${FOREVER}`,
    );
    await serverPid();
    await supervised.stop();
    const grandchild = Number((await supervised.ended).lastWords);
    expect(grandchild).toBeGreaterThan(0);
    expect(await isTrueWithin(() => !isAlive(grandchild), 5000)).toBe(true);
  });

  test('a supervised server that ends by itself leaves its last words', async () => {
    const supervised = await start('throw new Error("the disk is full")');
    expect((await supervised.ended).lastWords).toContain('the disk is full');
  });

  test('a program that does not exist is reported', async () => {
    const supervised = await start('', { command: '/nowhere/mongod' });
    expect(await supervised.ended).toEqual({ claimed: false, lastWords: expect.stringContaining('ENOENT') });
  });

  test('a server is not started where the pid file names another, whose file and log stay', async () => {
    const pidFile = path.join(folder, 'pid');
    const logFile = path.join(folder, 'log');
    writeFileSync(pidFile, 'another');
    writeFileSync(logFile, 'the log of another');
    const supervised = await start(FOREVER, { pidFile });
    expect((await supervised.ended).claimed).toBe(true);
    expect(readFileSync(pidFile, 'utf8')).toBe('another');
    expect(readFileSync(logFile, 'utf8')).toBe('the log of another');
    expect(existsSync(pidPath())).toBe(false);
  });

  test('a supervised server leaves no pid file and no temporary folder behind', async () => {
    const pidFile = path.join(folder, 'pid');
    const temporaryFolder = path.join(folder, 'temporary');
    mkdirSync(temporaryFolder);
    const supervised = await start(FOREVER, { pidFile, temporaryFolder });
    await serverPid();
    expect(existsSync(pidFile)).toBe(true);
    await supervised.stop();
    expect(existsSync(pidFile)).toBe(false);
    expect(existsSync(temporaryFolder)).toBe(false);
  });
});
