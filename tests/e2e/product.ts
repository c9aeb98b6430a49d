import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection, type mongo } from 'mongoose';
import { type Layout } from '../../deploy/local/src/environment';
import { isFree } from '../../deploy/local/src/ports';
import { startProduct } from '../../deploy/local/src/product';
import { newSecrets, type Secrets } from '../../deploy/local/src/secrets';
import { type ServiceName, SERVICES } from '../../libs/core/src';
import { deleteTopology, TEST_QUEUES_EXPIRE_SECONDS, testMongoUri } from '../../libs/testing/src';
import { CONSUMER_QUEUES } from '../definitions';
import { Client } from './client';

export interface TestProduct {
  port: number;
  client: Client;
  superAdmin: { email: string; password: string };
  secrets: Secrets;
  /** The rows that a service has, past all that guards them. */
  database(service: ServiceName): mongo.Db;
  dataFolder: string;
  stop(): Promise<void>;
}

/** The whole product with real RabbitMQ and Redis where they run, on ports and databases of its own. */
export async function startTestProduct(env: NodeJS.ProcessEnv = {}): Promise<TestProduct> {
  const name = `e2e${randomBytes(5).toString('hex')}`;
  const dataFolder = mkdtempSync(join(tmpdir(), `siteninja-${name}-`));
  const port = await freePorts(SERVICES.length + 1);
  const layout: Layout = {
    dataFolder,
    secrets: newSecrets(),
    port,
    mongodbUri: testMongoUri(),
    databasePrefix: name,
  };
  const superAdmin = { email: 'admin@siteninja.example', password: 'platform-admin-of-the-tests' };
  const product = await startProduct(layout, {
    NODE_ENV: 'test',
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'error',
    VALIDATE_RESPONSES: 'true',
    RATE_LIMIT_SCALE: '1000',
    RABBITMQ_URL: process.env.TEST_RABBITMQ_URL,
    RABBITMQ_PREFIX: `${name}.`,
    RABBITMQ_EXPIRES_SECONDS: String(TEST_QUEUES_EXPIRE_SECONDS),
    REDIS_URL: process.env.TEST_REDIS_URL,
    SUPER_ADMIN_EMAIL: superAdmin.email,
    SUPER_ADMIN_PASSWORD: superAdmin.password,
    ...env,
  });
  const connection = await createConnection(testMongoUri()).asPromise();
  const database = (service: ServiceName) => connection.getClient().db(`${name}_${service}`);
  return {
    port,
    client: new Client(`http://127.0.0.1:${port}`),
    superAdmin,
    secrets: layout.secrets,
    database,
    dataFolder,
    stop: async () => {
      await product.stop();
      await deleteQueues(`${name}.`);
      for (const service of SERVICES) await database(service).dropDatabase();
      await connection.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

async function deleteQueues(prefix: string): Promise<void> {
  const url = process.env.TEST_RABBITMQ_URL;
  if (url !== undefined) await deleteTopology(url, prefix, CONSUMER_QUEUES);
}

/**
 * The first of so many ports in a row that are free now, below those that systems give to whoever asks for any:
 * one of these may be taken before it is listened on.
 */
async function freePorts(count: number): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const first = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(first + index)));
    if (free.every(Boolean)) return first;
  }
  throw new Error('There are no free ports.');
}
