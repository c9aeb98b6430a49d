import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { openSandbox, recordedPids, type Sandbox } from './fixtures/sandbox';
import { openDatabase } from '.';
import { isAlive, isTrueWithin } from './processes';
import { installSecantus } from './secantus';
import { withAdmin } from './server';

const repositoryData = path.join(__dirname, '..', '..', '..', '..', '.data');
let sandbox: Sandbox;

beforeEach(() => {
  sandbox = openSandbox();
});
afterEach(() => sandbox.close());

/** Behaves like `python3`, `python3 -m venv` and `python3 -m pip`, without a network. */
const FAKE_PYTHON = `case "$*" in
  *ensurepip*) echo 3.11;;
  *"-m venv"*) mkdir -p "$4/bin" && cp "$0" "$4/bin/python";;
  *"-m pip"*) echo "$*" >> "$(dirname "$0")/pip-calls";;
esac`;

function install(): Promise<string> {
  const { dataFolder, env } = sandbox;
  return installSecantus({ dataFolder, env, progress: () => undefined });
}

function environments(): string[] {
  return readdirSync(path.join(sandbox.dataFolder, 'secantus-venv'));
}

describe('installing SecantusDB', () => {
  test('SecantusDB is installed once, in exactly the version that was tried', async () => {
    sandbox.addProgram('python3', FAKE_PYTHON);
    const environment = await install();
    expect(await install()).toBe(environment);
    const calls = readFileSync(path.join(environment, 'bin', 'pip-calls'), 'utf8')
      .trim()
      .split('\n');
    expect(calls).toEqual([expect.stringMatching(/--only-binary :all: SecantusDB==0\.7\.0b3$/)]);
  });

  test('two installations at the same time leave one complete environment', async () => {
    sandbox.addProgram('python3', FAKE_PYTHON);
    const [first, second] = await Promise.all([install(), install()]);
    expect(first).toBe(second);
    expect(environments()).toEqual(['0.7.0b3']);
  });

  test('an installation that failed half-way leaves nothing, and is done anew the next time', async () => {
    sandbox.addProgram(
      'python3',
      `${FAKE_PYTHON}\ncase "$*" in *"-m pip"*) echo "no route" >&2; exit 1;; esac`,
    );
    await expect(install()).rejects.toThrow('no route');
    expect(environments()).toEqual([]);
    sandbox.addProgram('python3', FAKE_PYTHON);
    await install();
    expect(environments()).toEqual(['0.7.0b3']);
  });

  test('what a killed installation left is removed, and not what a live one has made so far', async () => {
    sandbox.addProgram('python3', FAKE_PYTHON);
    const folder = path.join(sandbox.dataFolder, 'secantus-venv');
    // Above the largest process id of any system.
    for (const pid of [process.ppid, 99_999_999])
      mkdirSync(path.join(folder, `0.7.0b3.${pid}.x.unfinished`), { recursive: true });
    await install();
    expect(environments().sort()).toEqual(['0.7.0b3', `0.7.0b3.${process.ppid}.x.unfinished`]);
  });

  test('a Python that is too old or cannot make environments is passed over', async () => {
    sandbox.addProgram('python3', 'echo 3.9');
    sandbox.addProgram('python3.12', 'echo "No module named ensurepip" >&2; exit 1');
    sandbox.addProgram('python3.11', FAKE_PYTHON);
    await install();
    expect(environments()).toEqual(['0.7.0b3']);
  });

  test('where no Python will do, what is wrong with each is told', async () => {
    sandbox.addProgram('python3', 'echo 3.9');
    sandbox.addProgram('python3.12', 'echo "No module named ensurepip" >&2; exit 1');
    await expect(install()).rejects.toThrow(
      /python3 is 3\.9; .*python3\.12 cannot make .*No module named ensurepip/,
    );
  });

  test('an environment whose Python is gone is replaced', async () => {
    sandbox.addProgram('python3', FAKE_PYTHON);
    const broken = path.join(sandbox.dataFolder, 'secantus-venv', '0.7.0b3', 'bin');
    mkdirSync(broken, { recursive: true });
    symlinkSync('/nowhere/python3', path.join(broken, 'python'));
    await install();
    expect(existsSync(path.join(broken, 'python'))).toBe(true);
  });
});

describe('SecantusDB', () => {
  /** Undefined where this machine cannot have it: then another way to a database serves, and is tested elsewhere. */
  let environments: string | undefined;

  beforeAll(async () => {
    const options = { dataFolder: repositoryData, env: process.env, progress: () => undefined };
    environments = await installSecantus(options).then(path.dirname, () => undefined);
    if (environments === undefined)
      process.stderr.write('Skipped: SecantusDB (needs Python 3.10 to 3.13 and PyPI)\n');
  }, 300_000);

  /** Runs only where SecantusDB is; borrows its installation for the sandbox. */
  function testWithSecantus(guarantee: string, check: () => Promise<void>): void {
    test(guarantee, async () => {
      if (environments === undefined) return;
      mkdirSync(sandbox.dataFolder);
      symlinkSync(environments, path.join(sandbox.dataFolder, 'secantus-venv'));
      await check();
    });
  }

  function open(storage: 'disk' | 'memory'): ReturnType<typeof openDatabase> {
    const { dataFolder, env } = sandbox;
    return openDatabase({ dataFolder, storage, env, progress: () => undefined });
  }

  testWithSecantus('SecantusDB keeps what was written, over a stop and a start', async () => {
    const first = await open('disk');
    await withAdmin(first.uri, (admin) => admin.collection('notes').insertOne({ text: 'kept' }));
    await first.stop();
    const second = await open('disk');
    expect(await withAdmin(second.uri, (admin) => admin.collection('notes').findOne())).toMatchObject({
      text: 'kept',
    });
    await second.stop();
  });

  testWithSecantus(
    'SecantusDB keeps the last transaction that it acknowledged when it is killed',
    async () => {
      const COMMITS = 100;
      const first = await open('disk');
      await withAdmin(first.uri, async (admin) => {
        await admin.createCollection('counters');
        await admin.client.withSession(async (session) => {
          for (let count = 1; count <= COMMITS; count += 1) {
            await session.withTransaction(() =>
              admin.collection('counters').updateOne({}, { $set: { count } }, { session, upsert: true }),
            );
          }
        });
        process.kill(recordedPids(sandbox.dataFolder).server, 'SIGKILL');
      });
      await first.stop();
      const second = await open('disk');
      const found = await withAdmin(second.uri, (admin) => admin.collection('counters').findOne());
      await second.stop();
      expect(found).toMatchObject({ count: COMMITS });
    },
  );

  testWithSecantus(
    'SecantusDB keeps what it acknowledged when its parent is killed with SIGKILL',
    async () => {
      const { child, line } = await sandbox.openInProcess();
      const uri = line.replace('ready ', '');
      await withAdmin(uri, (admin) => admin.collection('notes').insertOne({ text: 'acknowledged' }));
      const { server } = recordedPids(sandbox.dataFolder);
      child.kill('SIGKILL');
      expect(await isTrueWithin(() => !isAlive(server), 10_000)).toBe(true);
      const next = await open('disk');
      expect(await withAdmin(next.uri, (admin) => admin.collection('notes').countDocuments())).toBe(1);
      await next.stop();
    },
  );

  testWithSecantus('SecantusDB refuses files that a process without our pid file has open', async () => {
    const { line } = await sandbox.openInProcess();
    expect(line).toMatch(/^ready /);
    writeFileSync(path.join(sandbox.dataFolder, 'database.pid'), '{}');
    await expect(open('disk')).rejects.toThrow(`${sandbox.dataFolder} is in use by another process`);
  });

  testWithSecantus('SecantusDB runs any number of times at once in memory, each on its own', async () => {
    const [one, other] = await Promise.all([open('memory'), open('memory')]);
    await withAdmin(one.uri, (admin) => admin.collection('notes').insertOne({}));
    expect(await withAdmin(other.uri, (admin) => admin.collection('notes').countDocuments())).toBe(0);
    await Promise.all([one.stop(), other.stop()]);
  });

  testWithSecantus('a secantusd.toml of the user changes nothing', async () => {
    const home = sandbox.dataFolder;
    mkdirSync(path.join(home, '.secantus'));
    writeFileSync(path.join(home, '.secantus', 'secantusd.toml'), 'auth = true\nnonsense = 1\n');
    sandbox.env['HOME'] = home;
    await (await open('memory')).stop();
  });
});
