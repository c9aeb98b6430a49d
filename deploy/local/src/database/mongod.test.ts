import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { openSandbox, type Sandbox } from './fixtures/sandbox';
import { installedMongod } from './mongod';
import { type Surroundings, withAdmin } from './server';

let sandbox: Sandbox;
let surroundings: Surroundings;

beforeEach(() => {
  sandbox = openSandbox();
  const { dataFolder, env } = sandbox;
  surroundings = { dataFolder, env, storage: 'disk', progress: () => undefined };
});
afterEach(() => sandbox.close());

function keptConfiguration(): string {
  return readFileSync(path.join(sandbox.dataFolder, 'database', 'mongod', 'config.json'), 'utf8');
}

describe('mongod on PATH', () => {
  test('mongod is the primary of a replica set of one when it is handed over', async () => {
    sandbox.addMongod();
    const database = await installedMongod(surroundings);
    expect(await withAdmin(database.uri, (admin) => admin.command({ hello: 1 }))).toMatchObject({
      isWritablePrimary: true,
      setName: 'siteninja',
    });
    expect(database.description).toContain('MongoDB 8.0.4');
    await database.stop();
  });

  test('mongod is primary again on another port, in the same set', async () => {
    sandbox.addMongod();
    await (await installedMongod(surroundings)).stop();
    const database = await installedMongod(surroundings);
    const { host } = new URL(database.uri);
    expect(JSON.parse(keptConfiguration())).toEqual({
      _id: 'siteninja',
      version: 2,
      members: [{ _id: 0, host }],
    });
    await database.stop();
  });

  test('mongod keeps nothing in memory mode, where several run at once', async () => {
    sandbox.addMongod();
    const inMemory: Surroundings = { ...surroundings, storage: 'memory' };
    const databases = await Promise.all([installedMongod(inMemory), installedMongod(inMemory)]);
    expect(new Set(databases.map(({ uri }) => uri)).size).toBe(2);
    await Promise.all(databases.map((database) => database.stop()));
    expect(existsSync(path.join(sandbox.dataFolder, 'database'))).toBe(false);
  });

  test.each(['6.0.19', '4.4.0'])('mongod %s is refused as too old', async (version) => {
    sandbox.addMongod(version);
    await expect(installedMongod(surroundings)).rejects.toThrow('is not MongoDB 7 or newer');
  });

  test('a mongod that ends at once is reported with its last words', async () => {
    sandbox.addProgram(
      'mongod',
      'case "$1" in --version) echo "db version v8.0.4";; *) echo "no space left"; exit 1;; esac',
    );
    await expect(installedMongod(surroundings)).rejects.toThrow('ended before it answered: no space left');
  });

  test('a mongod that finds its files locked is reported as a folder in use', async () => {
    sandbox.addProgram(
      'mongod',
      'case "$1" in --version) echo "db version v8.0.4";; *) echo "DBPathInUse: Unable to lock"; exit 100;; esac',
    );
    await expect(installedMongod(surroundings)).rejects.toThrow(
      `${sandbox.dataFolder} is in use by another process`,
    );
  });
});
