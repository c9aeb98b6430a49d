import * as path from 'node:path';
import { mongo } from 'mongoose';
import { findOnPath, reasonOf, run, isTrueWithin, within, withProgress } from './processes';
import { type RunningDatabase, startServer, type Surroundings } from './server';

const OLDEST_MONGOD = 7;
const ELECTION_DEADLINE_MS = 30_000;
const DOWNLOAD_DEADLINE_MS = 10 * 60_000;

/** Starts the `mongod` on PATH as a replica set of one. Throws when there is none, or it cannot be used. */
export async function installedMongod(surroundings: Surroundings): Promise<RunningDatabase> {
  const { env } = surroundings;
  const command = findOnPath('mongod', env);
  if (command === undefined) throw new Error('there is no mongod on PATH');
  const printed = await run(command, ['--version'], { env, deadlineMs: 10_000 });
  const version = /db version v(\d+)(\.\d+)*/.exec(printed);
  if (version === null || Number(version[1]) < OLDEST_MONGOD) {
    throw new Error(`${command} is not MongoDB ${OLDEST_MONGOD} or newer`);
  }
  const running = await startMongod(command, surroundings);
  return { ...running, description: `${command} (${version[0].replace('db version v', 'MongoDB ')})` };
}

/**
 * Starts the mongod that mongodb-memory-server downloads from its vendor into the data folder, or has already.
 * Only its download is used: the supervisor, the pid file and the kept data are then the same as for any other mongod.
 */
export async function downloadedMongod(surroundings: Surroundings): Promise<RunningDatabase> {
  const downloadDir = path.join(surroundings.programsFolder ?? surroundings.dataFolder, 'mongod');
  const { MongoBinary } = await import('mongodb-memory-server-core');
  const download = within(MongoBinary.getPath({ downloadDir }), DOWNLOAD_DEADLINE_MS);
  const command = await withProgress(surroundings.progress, 'downloading mongod', download);
  const running = await startMongod(command, surroundings);
  return { ...running, description: `mongod downloaded by mongodb-memory-server (${command})` };
}

function startMongod(
  command: string,
  surroundings: Surroundings,
): Promise<Omit<RunningDatabase, 'description'>> {
  const args = (port: number, storagePath: string): string[] => [
    ...['--bind_ip', '127.0.0.1', '--port', String(port)],
    ...['--dbpath', storagePath, '--replSet', 'siteninja'],
    ...(process.platform === 'win32' ? [] : ['--nounixsocket']),
  ];
  return startServer({ name: 'mongod', command, args, prepare: becomePrimary }, surroundings);
}

/**
 * Makes the only member of a replica set its primary: initiates a new set, and gives one that was kept its new
 * port. Throws when it is not elected within 30 s.
 */
async function becomePrimary(admin: Pick<mongo.Db, 'command'>, port: number): Promise<void> {
  let obstacle = '';
  const isPrimary = async (): Promise<boolean> => {
    const hello = await admin.command({ hello: 1 });
    if (hello['isWritablePrimary'] === true) return true;
    try {
      await takeNextStep(admin, `127.0.0.1:${port}`);
    } catch (error) {
      obstacle = reasonOf(error); // mongod refuses while it is still reading its configuration: asked again
    }
    return false;
  };
  if (await isTrueWithin(isPrimary, ELECTION_DEADLINE_MS, 50)) return;
  throw new Error(`mongod did not become primary in ${ELECTION_DEADLINE_MS / 1000} s. ${obstacle}`.trim());
}

async function takeNextStep(admin: Pick<mongo.Db, 'command'>, host: string): Promise<void> {
  const code = await statusCode(admin);
  if (code === 94 /* NotYetInitialized */) {
    await admin.command({ replSetInitiate: { _id: 'siteninja', members: [{ _id: 0, host }] } });
  }
  if (code === 93 /* InvalidReplicaSetConfig: it is a member under its old port */) {
    const answer = await admin.command({ replSetGetConfig: 1 });
    const config: { version: number; members: object[] } = answer['config'];
    const moved = { ...config, version: config.version + 1, members: [{ ...config.members[0], host }] };
    await admin.command({ replSetReconfig: moved, force: true });
  }
}

async function statusCode(admin: Pick<mongo.Db, 'command'>): Promise<number> {
  try {
    await admin.command({ replSetGetStatus: 1 });
    return 0;
  } catch (error) {
    if (error instanceof mongo.MongoServerError && typeof error.code === 'number') return error.code;
    throw error;
  }
}
