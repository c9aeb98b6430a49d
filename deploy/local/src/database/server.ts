import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { mongo } from 'mongoose';
import { FolderInUse, pidFileOf } from './folder';
import { keepRunning } from './keep-running';
import { type Ending, type Job, launch, type Supervised } from './launch';
import { acceptsConnections, freePort, lastLines, isTrueWithin, withProgress } from './processes';

/** Recovery of a large journal is what may take long. */
const START_DEADLINE_MS = 60_000;

/** A MongoDB that answers at `uri`; `description` says in a few words which one it is. */
export interface RunningDatabase {
  uri: string;
  description: string;
  /** Rejects when it has ended and could not be started anew; settles in no other way. */
  failed: Promise<never>;
  /** Ends what was started for it; nothing where it was only found. */
  stop(): Promise<void>;
}

/** What every way to a database is told. */
export interface Surroundings {
  /** Absolute; exists. */
  dataFolder: string;
  /** Where programs are installed; the data folder where nothing else is said. */
  programsFolder?: string;
  storage: 'disk' | 'memory';
  env: NodeJS.ProcessEnv;
  progress: (line: string) => void;
}

/** A database program: how to call it, and what is left to do once it answers. */
export interface Program {
  /** Also the name of its own folder, as the programs cannot read each other's files. */
  name: string;
  command: string;
  args: (port: number, storagePath: string) => string[];
  /** Stands for the storage path when nothing is to be kept, where the program knows such a word. */
  memoryPath?: string;
  prepare?: (admin: mongo.Db, port: number) => Promise<void>;
  /** On top of the environment that it is started in. */
  env?: NodeJS.ProcessEnv;
}

/**
 * Starts a database program on a free port of 127.0.0.1 and returns once it answers a ping.
 * Throws FolderInUse, or an Error with the program's last words.
 */
export async function startServer(
  program: Program,
  surroundings: Surroundings,
): Promise<Omit<RunningDatabase, 'description'>> {
  const port = await freePort();
  const { storagePath, ...files } = placesOf(program, surroundings);
  const uri = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  const job: Job = {
    ...files,
    command: program.command,
    args: program.args(port, storagePath),
    env: {
      ...surroundings.env,
      ...program.env,
      // What a program puts into the system's temporary folder goes with ours.
      ...(files.temporaryFolder ? { TMPDIR: files.temporaryFolder } : {}),
    },
  };
  const start = async (): Promise<Supervised> => {
    const supervised = await launch(job);
    try {
      const ready = untilReady(supervised, port, uri, surroundings.dataFolder, program.prepare);
      await withProgress(surroundings.progress, `starting ${program.name}`, ready);
      return supervised;
    } catch (error) {
      await supervised.stop();
      throw error;
    }
  };
  const first = await start();
  // What was in memory alone is gone: an empty database in its place would help nobody.
  if (surroundings.storage === 'memory')
    return { uri, failed: new Promise(() => undefined), stop: first.stop };
  return { uri, ...keepRunning({ name: program.name, first, start, progress: surroundings.progress }) };
}

type Places = Pick<Job, 'logFile' | 'pidFile' | 'temporaryFolder'> & { storagePath: string };

function placesOf(program: Program, { dataFolder, storage }: Surroundings): Places {
  if (storage === 'memory') {
    const temporaryFolder = mkdtempSync(path.join(tmpdir(), 'siteninja-database-'));
    const storagePath = program.memoryPath ?? path.join(temporaryFolder, 'files');
    if (program.memoryPath === undefined) mkdirSync(storagePath);
    return { storagePath, temporaryFolder, logFile: path.join(temporaryFolder, 'log') };
  }
  const storagePath = path.join(dataFolder, 'database', program.name);
  mkdirSync(storagePath, { recursive: true });
  // Of a folder that an earlier version has made as well.
  chmodSync(path.dirname(storagePath), 0o700);
  return { storagePath, pidFile: pidFileOf(dataFolder), logFile: path.join(dataFolder, 'database.log') };
}

async function untilReady(
  supervised: Supervised,
  port: number,
  uri: string,
  dataFolder: string,
  prepare: Program['prepare'],
): Promise<void> {
  let ending: Ending | undefined;
  void supervised.ended.then((known) => (ending = known));
  // The driver looks again only every 500 ms; a bare connection may be tried all the time.
  const settled = async (): Promise<boolean> => ending !== undefined || (await acceptsConnections(port));
  if (!(await isTrueWithin(settled, START_DEADLINE_MS))) {
    throw new Error(`no answer on port ${port} after ${START_DEADLINE_MS / 1000} s`);
  }
  if (ending !== undefined) throw failureOf(ending, dataFolder);
  await withAdmin(uri, async (admin) => {
    await admin.command({ ping: 1 });
    await prepare?.(admin, port);
  });
}

function failureOf({ claimed, lastWords }: Ending, dataFolder: string): Error {
  // WiredTiger's and mongod's words for a folder that another process has open.
  const isLocked = /resource busy|DBPathInUse/i.test(lastWords);
  if (claimed || isLocked) return new FolderInUse(dataFolder);
  return new Error(`ended before it answered: ${lastLines(lastWords, 2) || 'it said nothing'}`);
}

/** Calls `work` with the admin database at `uri`. Throws when nothing answers there within 5 s. */
export async function withAdmin<Result>(
  uri: string,
  work: (admin: mongo.Db) => Promise<Result>,
): Promise<Result> {
  const client = new mongo.MongoClient(uri, {
    serverSelectionTimeoutMS: 5000,
    connectTimeoutMS: 5000,
    socketTimeoutMS: 30_000,
    maxPoolSize: 1,
  });
  try {
    await client.connect();
    return await work(client.db('admin'));
  } finally {
    await client.close();
  }
}
