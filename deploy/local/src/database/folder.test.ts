import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { openSandbox, recordedPids, type Sandbox } from './fixtures/sandbox';
import { FolderInUse, freeFolder, pidFileOf } from './folder';
import { openDatabase } from '.';
import { isAlive, until } from './processes';

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
  expect(await until(() => !isAlive(pid), DEADLINE_MS)).toBe(true);
}

function openHere(): ReturnType<typeof openDatabase> {
  const { dataFolder, env } = sandbox;
  return openDatabase({ dataFolder, storage: 'disk', env, progress: quiet });
}

describe('a data folder', () => {
  test('loses its database when the process that opened it is killed with SIGKILL', async () => {
    const { child, line } = await sandbox.openInProcess();
    expect(line).toMatch(/^ready /);
    const { supervisor, server } = recordedPids(sandbox.dataFolder);
    expect(isAlive(server)).toBe(true);
    child.kill('SIGKILL');
    expect(await until(() => !isAlive(server) && !isAlive(supervisor), DEADLINE_MS)).toBe(true);
    expect(existsSync(pidFileOf(sandbox.dataFolder))).toBe(false);
  });

  test('that another live process uses is refused, naming folder and process', async () => {
    const { child } = await sandbox.openInProcess();
    await expect(openHere()).rejects.toThrow(FolderInUse);
    await expect(openHere()).rejects.toThrow(`${sandbox.dataFolder} is in use by process ${child.pid}.`);
  });

  test('goes to one of two that start on it at the same time', async () => {
    const lines = (await Promise.all([sandbox.openInProcess(), sandbox.openInProcess()])).map(
      ({ line }) => line,
    );
    expect(lines.filter((line) => line.startsWith('ready '))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('is in use by'))).toHaveLength(1);
  });

  test('is free again once the first has stopped', async () => {
    await (await openHere()).stop();
    await (await openHere()).stop();
  });

  test('is opened right after its parent was killed, while the old database is still ending', async () => {
    const { child } = await sandbox.openInProcess();
    const { server } = recordedPids(sandbox.dataFolder);
    await kill(child.pid ?? 0);
    const database = await openHere();
    expect(await until(() => !isAlive(server), DEADLINE_MS)).toBe(true);
    await database.stop();
  });

  test('is taken from a database that lost its parent and its supervisor', async () => {
    const { child } = await sandbox.openInProcess();
    const { supervisor, server } = recordedPids(sandbox.dataFolder);
    await kill(supervisor);
    await kill(child.pid ?? 0);
    expect(isAlive(server)).toBe(true);
    const said: string[] = [];
    await freeFolder(sandbox.dataFolder, (line) => said.push(line));
    expect(await until(() => !isAlive(server), DEADLINE_MS)).toBe(true); // whoever inherits it buries it
    expect(said).toEqual([expect.stringContaining(`process ${child.pid} left behind`)]);
  });

  test('does not cost a stranger its life who was given the recorded process id', async () => {
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
