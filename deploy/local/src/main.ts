import { MAX_STOP_MS } from '@siteninja/service';
import { banner } from './banner';
import { dataFolderOf, portFrom, untilSignal } from './common';
import { openDatabase } from './database';
import { openDemo } from './demo/demo-file';
import { seedDemo } from './demo/seed-demo';
import { type Layout, portOf, PROCESSES } from './environment';
import { refuseTakenPorts } from './ports';
import { startProduct } from './product';
import { openSecrets } from './secrets';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** `npm start`: a database, gateway and services in this process, the demo, the banner; until Ctrl-C. */
async function main(): Promise<void> {
  const { env } = process;
  const port = portFrom(env);
  await refuseTakenPorts(PROCESSES.map((name) => ({ name, port: portOf(name, port) })));
  const dataFolder = dataFolderOf(env);
  const stopped = untilSignal();
  const database = await openDatabase({ dataFolder, storage: 'disk', env, progress: say });
  const secrets = openSecrets(dataFolder);
  const demo = openDemo(dataFolder);
  const { email: SUPER_ADMIN_EMAIL, password: SUPER_ADMIN_PASSWORD } = demo.superAdmin;
  const layout: Layout = { dataFolder, secrets, port, mongodbUri: database.uri, databasePrefix: 'siteninja' };
  try {
    say('Starting gateway and services …');
    const product = await startProduct(layout, { SUPER_ADMIN_EMAIL, SUPER_ADMIN_PASSWORD, ...env });
    const ready = demo.complete ? demo : await seedDemo(`http://127.0.0.1:${port}`, dataFolder, demo, say);
    const adapters = { database: database.description, ...product.adapters };
    say(banner({ port, seconds: process.uptime(), dataFolder, adapters, demo: ready }));
    await Promise.race([stopped, database.failed]);
    say('Stopping …');
    setTimeout(() => process.exit(1), 2 * MAX_STOP_MS).unref();
    await product.stop();
  } finally {
    await database.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(
      `\nSiteNinja cannot run: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exit(1);
  },
);
