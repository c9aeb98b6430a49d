import { join } from 'node:path';
import { GATEWAY, type ServiceName } from '@siteninja/core';
import { startGateway } from '@siteninja/gateway';
import { MAX_STOP_MS } from '@siteninja/service';
import { dataFolderOf, portFrom, untilSignal } from './common';
import { openDatabase, type RunningDatabase } from './database';
import { environmentOf, PROCESSES } from './environment';
import { startOne } from './product';
import { openSecrets } from './secrets';
import { shareClock } from './shared-clock';

/** With the time of the others of this data folder, which `POST /api/test/clock` moves. */
async function startInTime(name: ServiceName, environment: NodeJS.ProcessEnv, folder: string) {
  const time = shareClock(join(folder, 'clock'), name);
  const { clock, advance } = time;
  const service = await startOne(name, environment, { clock, advanceClock: advance });
  const following = time.follow(service);
  const stop = async (): Promise<void> => {
    following.stop();
    await service.stop();
  };
  return { port: service.port, stop };
}

/**
 * `npm run start:service -- content`: one service, or the gateway, in a process of its own, on the port and with
 * the keys that it has under `npm start`. Without MONGODB_URI it gets a database of its own.
 */
async function main(): Promise<void> {
  const { env, argv } = process;
  const name = PROCESSES.find((known) => known === argv[2]);
  if (name === undefined) {
    throw new Error(`Name one of ${PROCESSES.join(', ')}: npm run start:service -- content`);
  }
  const folder = dataFolderOf(env);
  const layout = {
    dataFolder: folder,
    secrets: openSecrets(folder),
    port: portFrom(env),
    databasePrefix: 'siteninja',
  };
  const own = env['PORT'] === undefined ? {} : { PORT: env['PORT'] };
  const progress = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const stopped = untilSignal();
  let database: RunningDatabase | undefined;
  if (name !== GATEWAY) {
    database = await openDatabase({
      dataFolder: join(folder, 'alone', name),
      programsFolder: folder,
      storage: 'disk',
      env,
      progress,
    });
  }
  try {
    const environment = {
      ...environmentOf(name, { ...layout, mongodbUri: database?.uri ?? '' }, env),
      ...own,
    };
    const running =
      name === GATEWAY ? await startGateway(environment, {}) : await startInTime(name, environment, folder);
    progress(`${name} listens on http://127.0.0.1:${running.port}`);
    await (database ? Promise.race([stopped, database.failed]) : stopped);
    setTimeout(() => process.exit(1), MAX_STOP_MS).unref();
    await running.stop();
  } finally {
    await database?.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
