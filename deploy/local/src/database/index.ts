import { mkdirSync, realpathSync } from 'node:fs';
import { FolderInUse, freeFolder } from './folder';
import { downloadedMongod, installedMongod } from './mongod';
import { reasonOf } from './processes';
import { secantus } from './secantus';
import { type RunningDatabase, type Surroundings, withAdmin } from './server';

export { type RunningDatabase } from './server';

/** Tried in this order where MONGODB_URI names none. */
const ways = [
  { name: 'mongod on PATH', open: installedMongod },
  { name: 'SecantusDB from PyPI', open: secantus },
  { name: 'a downloaded mongod', open: downloadedMongod },
];

/**
 * Finds or starts a MongoDB: MONGODB_URI, mongod on PATH, SecantusDB in a virtual environment, the mongod that
 * mongodb-memory-server downloads. What it starts ends with this process, however this process ends; what is kept
 * on disk and ends before that is started anew, at the same address.
 *
 * @param options.dataFolder made when missing; everything that is kept lies in it
 * @param options.programsFolder where what has to be installed goes, if several data folders share it
 * @param options.storage `memory` keeps nothing, and any number may run at once; `disk` is for one process at a time
 * @param options.progress gets a line for each step, and every 2 s during a long one
 * @throws FolderInUse while another live process has the data folder; otherwise an Error whose message says which
 * ways were tried, why each failed, and what to do. Both are for people to read.
 */
export async function openDatabase(options: {
  dataFolder: string;
  programsFolder?: string;
  storage: 'disk' | 'memory';
  env: NodeJS.ProcessEnv;
  progress: (line: string) => void;
}): Promise<RunningDatabase> {
  const { env, progress } = options;
  if (env['MONGODB_URI']) return namedDatabase(env['MONGODB_URI'], progress);

  mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 });
  const surroundings: Surroundings = { ...options, dataFolder: realpathSync(options.dataFolder) };
  if (options.storage === 'disk') await freeFolder(surroundings.dataFolder, progress);

  const failures: string[] = [];
  for (const { name, open } of ways) {
    progress(`MongoDB: trying ${name}`);
    try {
      return await open(surroundings);
    } catch (error) {
      if (error instanceof FolderInUse) throw error;
      failures.push(`${name}: ${reasonOf(error)}`);
      progress(`  ${reasonOf(error)}`);
    }
  }
  throw new Error(noDatabase(failures));
}

/** A database that someone asked for by name is the right one or an error; nothing else is tried. */
async function namedDatabase(uri: string, progress: (line: string) => void): Promise<RunningDatabase> {
  const hosts =
    /^mongodb(?:\+srv)?:\/\/(?:.*@)?([^@/?]+)(?:[/?]|$)/.exec(uri)?.[1] ?? 'an unreadable address';
  progress(`MongoDB: taking MONGODB_URI (${hosts})`);
  const hello = await withAdmin(uri, (admin) => admin.command({ hello: 1 })).catch((error: unknown) => {
    // The address may hold a password.
    const reason = reasonOf(error).replaceAll(uri, hosts);
    throw new Error(`The MongoDB that MONGODB_URI names (${hosts}) does not answer: ${reason}`);
  });
  if (hello['setName'] === undefined && hello['msg'] !== 'isdbgrid') {
    throw new Error(`The MongoDB that MONGODB_URI names (${hosts}) must be a replica set, even of one: run \
it with --replSet and call rs.initiate() once. SiteNinja needs transactions.`);
  }
  return {
    uri,
    description: `MongoDB at ${hosts} (MONGODB_URI)`,
    failed: new Promise(() => undefined),
    stop: () => Promise.resolve(),
  };
}

function noDatabase(failures: string[]): string {
  return `There is no MongoDB to work with. Tried:
${failures.map((failure) => `  - ${failure}`).join('\n')}
Any one of these helps:
  1. Set MONGODB_URI to a MongoDB 7 or newer that runs as a replica set.
  2. Install MongoDB 7 or newer, so that mongod is on PATH.
  3. Install Python 3.10 to 3.13 with venv (Debian, Ubuntu: apt-get install python3-venv) and let it reach PyPI.
  4. Let this machine reach MongoDB's download server, or put a mongod where MONGOMS_SYSTEM_BINARY says.`;
}
