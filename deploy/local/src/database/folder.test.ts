import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { openSandbox, recordedPids, type Sandbox } from './fixtures/sandbox';
import { FolderInUse, freeFolder, pidFileOf } from './folder';
import { openDatabase } from '.';
import { isAlive, isTrueWithin } from './processes';

const DEADLINE_MS = 10_000;
const quiet = (): void => undefined;
let sandbox: Sandbox;

beforeEach(() => {
  sandbox = openSandbox();
  sandbox.addMongod();
});
afterEach(() => sandbox.close());

async function kill(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  expect(await isTrueWithin(() => !isAlive(pid), DEADLINE_MS)).toBe(true);
}

function openHere(): ReturnType<typeof openDatabase> {
  const { dataFolder, env } = sandbox;
  return openDatabase({ dataFolder, storage: 'disk', env, progress: quiet });
}

describe('a data folder', () => {
  test('the database of a data folder ends when the process that opened it is killed with SIGKILL', async () => {
    const { child, line } = await sandbox.openInProcess();
    expect(line).toMatch(/^ready /);
    const { supervisor, server } = recordedPids(sandbox.dataFolder);
    expect(isAlive(server)).toBe(true);
    child.kill('SIGKILL');
    expect(await isTrueWithin(() => !isAlive(server) && !isAlive(supervisor), DEADLINE_MS)).toBe(true);
    expect(existsSync(pidFileOf(sandbox.dataFolder))).toBe(false);
  });

  test('a data folder that another live process uses is refused, naming folder and process', async () => {
    const { child } = await sandbox.openInProcess();
    await expect(openHere()).rejects.toThrow(FolderInUse);
    await expect(openHere()).rejects.toThrow(`${sandbox.dataFolder} is in use by process ${child.pid}.`);
  });

  test('of two processes that open a data folder at the same time one gets it', async () => {
    const lines = (await Promise.all([sandbox.openInProcess(), sandbox.openInProcess()])).map(
      ({ line }) => line,
    );
    expect(lines.filter((line) => line.startsWith('ready '))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('is in use by'))).toHaveLength(1);
  });

  test('a data folder is free again once its database was stopped', async () => {
    await (await openHere()).stop();
    await (await openHere()).stop();
  });

  test('a data folder is opened right after its parent was killed, while the old database is still ending', async () => {
    const { child } = await sandbox.openInProcess();
    const { server } = recordedPids(sandbox.dataFolder);
    await kill(child.pid ?? 0);
    const database = await openHere();
    expect(await isTrueWithin(() => !isAlive(server), DEADLINE_MS)).toBe(true);
    await database.stop();
  });

  test('a database that lost its parent and its supervisor is ended by the next start', async () => {
    const { child } = await sandbox.openInProcess();
    const { supervisor, server } = recordedPids(sandbox.dataFolder);
    await kill(supervisor);
    await kill(child.pid ?? 0);
    expect(isAlive(server)).toBe(true);
    const said: string[] = [];
    await freeFolder(sandbox.dataFolder, (line) => said.push(line));
    expect(await isTrueWithin(() => !isAlive(server), DEADLINE_MS)).toBe(true); // whoever inherits it buries it
    expect(said).toEqual([expect.stringContaining(`process ${child.pid} left behind`)]);
  });

  test('another process that was given a recorded process id is not ended', async () => {
    mkdirSync(sandbox.dataFolder);
    writeFileSync(
      pidFileOf(sandbox.dataFolder),
      JSON.stringify({ parent: 1, supervisor: process.pid, server: process.pid }),
    );
    await freeFolder(sandbox.dataFolder, quiet);
    expect(existsSync(pidFileOf(sandbox.dataFolder))).toBe(false);
  });

  test.each(['', 'nonsense', 'null', '[1]', '{"server":"x"}'])(
    'with the pid file %p is free',
    async (content) => {
      mkdirSync(sandbox.dataFolder);
      writeFileSync(pidFileOf(sandbox.dataFolder), content);
      await freeFolder(sandbox.dataFolder, quiet);
      expect(existsSync(pidFileOf(sandbox.dataFolder))).toBe(false);
    },
  );
});
