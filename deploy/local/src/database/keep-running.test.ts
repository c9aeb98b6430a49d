import { statSync } from 'node:fs';
import * as path from 'node:path';
import { openDatabase } from '.';
import { openSandbox, recordedPids, type Sandbox } from './fixtures/sandbox';
import { isTrueWithin } from './processes';
import { withAdmin } from './server';

let sandbox: Sandbox;
let said: string[];
beforeEach(() => {
  sandbox = openSandbox();
  said = [];
  sandbox.addMongod();
});
afterEach(() => sandbox.close());

const open = (): ReturnType<typeof openDatabase> =>
  openDatabase({
    dataFolder: sandbox.dataFolder,
    storage: 'disk',
    env: sandbox.env,
    progress: (line) => said.push(line),
  });

const answers = (uri: string): Promise<boolean> =>
  withAdmin(uri, (admin) => admin.command({ ping: 1 })).then(
    () => true,
    () => false,
  );

/** Kills the database, and waits for the next one. */
async function killDatabase(uri: string): Promise<void> {
  const { server } = recordedPids(sandbox.dataFolder);
  process.kill(server, 'SIGKILL');
  const isAnother = (): boolean => {
    try {
      const next = recordedPids(sandbox.dataFolder).server;
      return next > 0 && next !== server;
    } catch {
      return false; // Between two databases there is no pid file.
    }
  };
  expect(await isTrueWithin(isAnother, 20_000)).toBe(true);
  expect(await isTrueWithin(() => answers(uri), 20_000)).toBe(true);
}

describe('a database on disk', () => {
  test('that is killed is started anew at the same address, and can then be stopped', async () => {
    const database = await open();
    await killDatabase(database.uri);
    expect(said.join('\n')).toContain('has ended by itself; starting it anew');
    await database.stop();
    expect(await answers(database.uri)).toBe(false);
  });

  test('that ends again and again is not started for ever: whoever runs it is told', async () => {
    const database = await open();
    // From now on the program ends at once.
    sandbox.addProgram('mongod', 'echo "no space left on device" >&2; exit 1');
    process.kill(recordedPids(sandbox.dataFolder).server, 'SIGKILL');
    await expect(database.failed).rejects.toThrow(/could not be started anew.*no space left on device/);
    await database.stop();
  });

  test('can be read by its owner alone', async () => {
    const database = await open();
    const mode = (...names: string[]): number =>
      statSync(path.join(sandbox.dataFolder, ...names)).mode & 0o777;
    expect(['', 'database'].map((folder) => mode(folder))).toEqual([0o700, 0o700]);
    expect(['database.log', 'database.pid', 'database/mongod/config.json'].map((file) => mode(file))).toEqual(
      [0o600, 0o600, 0o600],
    );
    await database.stop();
  });
});
