import { openSandbox, type Sandbox } from './fixtures/sandbox';
import { openDatabase } from '.';

// What it would download, and from where, is not this test's business.
jest.mock('mongodb-memory-server-core', () => ({
  MongoBinary: { getPath: () => Promise.reject(new Error('the download server is out of reach')) },
}));

let sandbox: Sandbox;
let said: string[];

beforeEach(() => {
  sandbox = openSandbox();
  said = [];
});
afterEach(() => sandbox.close());

function open(env: NodeJS.ProcessEnv = sandbox.env): ReturnType<typeof openDatabase> {
  const progress = (line: string): unknown => said.push(line);
  return openDatabase({ dataFolder: sandbox.dataFolder, storage: 'disk', env, progress });
}

describe('openDatabase', () => {
  test('the database that MONGODB_URI names is taken before anything else, and not stopped', async () => {
    sandbox.addMongod();
    const MONGODB_URI = process.env['TEST_MONGODB_URI'] ?? '';
    const database = await open({ ...sandbox.env, MONGODB_URI });
    expect(database.uri).toBe(MONGODB_URI);
    expect(database.description).toContain('MONGODB_URI');
    await database.stop();
    await open({ ...sandbox.env, MONGODB_URI });
  });

  test('a database of MONGODB_URI that does not answer is an error, which shows no password', async () => {
    sandbox.addMongod();
    const MONGODB_URI = 'mongodb://app:secret@127.0.0.1:1/?serverSelectionTimeoutMS=100';
    await expect(open({ ...sandbox.env, MONGODB_URI })).rejects.toThrow(
      /^The MongoDB that MONGODB_URI names \(127\.0\.0\.1:1\) does not answer: (?!.*secret)/,
    );
    expect(said.join()).not.toContain('secret');
  });

  test.each(['nonsense:secret', 'mongodb://app:secret@', 'mongodb://app:sec%ret@host:x/'])(
    'refuses the MONGODB_URI %p without repeating it',
    async (MONGODB_URI) => {
      await expect(open({ ...sandbox.env, MONGODB_URI })).rejects.toThrow(/^(?!.*sec.?ret).*does not answer/);
    },
  );

  test('mongod on PATH is taken next, and named', async () => {
    sandbox.addMongod();
    sandbox.addProgram('python3', 'exit 1');
    const database = await open();
    expect(database.description).toContain('MongoDB 8.0.4');
    expect(said).toEqual(['MongoDB: trying mongod on PATH']);
    await database.stop();
  });

  test('a way to a database that fails is told, and followed by the next', async () => {
    sandbox.addMongod('5.0.0');
    await expect(open()).rejects.toThrow();
    expect(said).toEqual([
      'MongoDB: trying mongod on PATH',
      expect.stringContaining('is not MongoDB 7 or newer'),
      'MongoDB: trying SecantusDB from PyPI',
      expect.stringContaining('there is no python3 on PATH'),
      'MongoDB: trying a downloaded mongod',
      expect.stringContaining('the download server is out of reach'),
    ]);
  });

  test('without a database every way to one is listed, with why it failed', async () => {
    const failure = open();
    await expect(failure).rejects.toThrow(/there is no mongod on PATH[^]*no python3 on PATH[^]*out of reach/);
    await expect(failure).rejects.toThrow(
      /1\. Set MONGODB_URI[^]*2\. Install MongoDB[^]*3\. Install Python[^]*4\. Let/,
    );
  });
});
