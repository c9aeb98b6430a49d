import { once } from 'node:events';
import { connect } from 'node:net';
import { createLog, newId, newSigningKey, testClock } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { defineJob, definePeriodicJob, jobCollections, jobKind, schedule } from '@siteninja/jobs';
import { type CollectionDefinition, connectMongo, missingCollections } from '@siteninja/mongo';
import { s } from '@siteninja/schema';
import {
  dropDatabase,
  manualBus,
  newSecretsEnv,
  startForTest,
  testMongoUri,
  type TestService,
} from '@siteninja/testing';
import supertest from 'supertest';
import { defineService, type ServiceCtx } from './definition';
import { prepareService, startService } from './service';
import { serviceConfig } from './service-config';

const work = jobKind('work', s.object({ fails: s.boolean() }));
const HOUR = 60 * 60 * 1000;

const WITHOUT_WORK = defineService({
  name: 'billing',
  config: serviceConfig,
  routes: {},
  collections: [],
  consumers: [],
  jobs: [],
  ports: () => ({}),
});
const ENV = {
  LOG_LEVEL: 'silent',
  PORT: '0',
  SIGNING_KEY: newSigningKey(),
  TRUSTED_KEYS: '{}',
  ENCRYPTION_KEY: newSecretsEnv().ENCRYPTION_KEY,
};

describe("a service's jobs", () => {
  const clock = testClock();
  let service: TestService<ServiceCtx>;
  let done = 0;
  let swept = 0;

  const jobs = [
    defineJob({
      kind: work,
      handle: (_tx: ServiceCtx, { data }) => {
        if (data.fails) throw new Error('It never works.');
        done += 1;
        return Promise.resolve();
      },
    }),
    definePeriodicJob({
      name: 'sweep',
      everySeconds: 60,
      perform: (_ctx: ServiceCtx) => Promise.resolve(void (swept += 1)),
    }),
  ];
  const definition = defineService({ ...WITHOUT_WORK, jobs });
  const scheduleWork = (key: string, fails: boolean): Promise<void> =>
    transaction(service.ctx, (tx) => schedule(tx, { kind: work, key, dueAt: clock.now(), data: { fails } }));
  const readiness = async () => {
    const { status, body } = await supertest(service.url).get('/health/ready');
    return { status, ...body.checks.jobs };
  };

  beforeAll(async () => {
    service = await startForTest(definition, { shared: { clock }, env: { LOG_LEVEL: 'silent' } });
  });
  afterAll(() => service.stop());

  it('run in its process when they are due', async () => {
    await scheduleWork('a', false);
    await service.runDueJobs();
    expect([done, swept]).toEqual([1, 0]);
    clock.advance(HOUR);
    await service.runDueJobs();
    expect([done, swept]).toEqual([1, 1]);
  });

  it('show in readiness when they are parked, and the service stays ready', async () => {
    expect(await readiness()).toMatchObject({ status: 200, ok: true });
    await scheduleWork('bad', true);
    await scheduleWork('good', false);
    for (let turn = 0; turn < 20; turn++) {
      await service.runDueJobs();
      clock.advance(HOUR);
    }
    await service.runDueJobs();
    expect(done).toBe(2);
    expect(await readiness()).toMatchObject({
      status: 200,
      ok: false,
      detail: '1 parked (work); the oldest that is due has waited 0 s',
    });
  });
});

describe('a service that stops', () => {
  it('lets go of its queues while it answers what is under way, not after', async () => {
    const ends: string[] = [];
    const bus = {
      ...manualBus(),
      subscribe: () => Promise.resolve({ close: () => Promise.resolve(void ends.push('queue')) }),
    };
    const consumers = [{ name: 'all', types: ['#'] as const, handle: () => Promise.resolve() }];
    const definition = defineService({ ...WITHOUT_WORK, consumers });
    const service = await startForTest(definition, { shared: { bus }, env: { LOG_LEVEL: 'silent' } });
    const client = connect(Number(new URL(service.url).port), '127.0.0.1');
    const isCut = once(client, 'close').then(() => ends.push('connection'));
    // A request that does not end by itself.
    client.write('GET /health HTTP/1.1\r\nHost: ');
    await supertest(service.url).get('/health');
    await service.stop();
    await isCut;
    expect([...new Set(ends)]).toEqual(['queue', 'connection']);
  });
});

describe('a service whose database is prepared by a process of its own', () => {
  let seeded = 0;
  const definition = defineService({
    ...WITHOUT_WORK,
    seed: () => Promise.resolve(void (seeded += 1)),
  });
  const env = {
    ...ENV,
    NODE_ENV: 'test',
    MONGODB_URI: testMongoUri(),
    MONGODB_DATABASE: `test_prepare_${newId()}`,
  };

  it('starts when that has made every collection and index, and first data', async () => {
    let isStarted = false;
    const starting = startService(definition, { ...env, PREPARE_DATABASE: 'false' });
    void starting.then(() => (isStarted = true));
    const connection = await connectMongo(env.MONGODB_URI, env.MONGODB_DATABASE, createLog('test', 'silent'));
    const missing = () => missingCollections(connection, jobCollections);
    expect([await missing(), isStarted]).toEqual([['jobs'], false]);
    await prepareService(definition, env);
    expect([await missing(), seeded > 0]).toEqual([[], true]);
    const service = await starting;
    await prepareService(definition, env);
    await connection.close();
    await service.stop();
    await dropDatabase(env.MONGODB_DATABASE);
  });

  it('counts a collection as prepared only with its indexes', async () => {
    const connection = await connectMongo(
      env.MONGODB_URI,
      `test_prepare_${newId()}`,
      createLog('test', 'silent'),
    );
    await connection.createCollection('orders');
    const orders: CollectionDefinition = {
      name: 'orders',
      scope: 'tenant',
      fields: {},
      indexes: [{ fields: { tenantId: 1, _id: 1 }, serves: 'a list' }],
    };
    expect(await missingCollections(connection, [orders])).toEqual(['orders (tenantId, _id)']);
    await connection.close();
    await dropDatabase(connection.name);
  });
});

describe('a service that cannot start', () => {
  const env = { ...ENV, MONGODB_URI: 'mongodb://user:hidden@127.0.0.1:1/?directConnection=true' };
  const start = (change: NodeJS.ProcessEnv) => startService(WITHOUT_WORK, { ...env, ...change });

  it('names MONGODB_URI where no database answers there, and shows no password', async () => {
    const failure = start({});
    await expect(failure).rejects.toThrow(
      /^There is no database at the address in MONGODB_URI: .*ECONNREFUSED/,
    );
    await expect(failure).rejects.not.toThrow('hidden');
  });

  it.each([
    'mongodb://user:hidden@',
    'mongodb://user:hid%den@host/',
    'mongodb://user:hidden@host/?w=nonsense&x',
  ])('names MONGODB_URI where it is none, and does not repeat it: %s', async (MONGODB_URI) => {
    const failure = start({ MONGODB_URI });
    await expect(failure).rejects.toThrow('MONGODB_URI');
    await expect(failure).rejects.not.toThrow(/hid|nonsense/);
  });

  it('names everything at once that production does not allow', async () => {
    const failure = start({ NODE_ENV: 'production', RABBITMQ_EXPIRES_SECONDS: '5' });
    for (const name of ['REDIS_URL', 'RABBITMQ_URL', 'RABBITMQ_EXPIRES_SECONDS']) {
      await expect(failure).rejects.toThrow(name);
    }
  });

  it('names every wrong variable at once', async () => {
    const wrong = {
      MONGODB_URI: 'hidden',
      RABBITMQ_URL: 'http://hidden',
      SIGNING_KEY: 'hidden',
      PORT: '',
      ENCRYPTION_KEY: 'hidden',
    };
    const failure = start(wrong);
    for (const name of Object.keys(wrong)) await expect(failure).rejects.toThrow(name);
    await expect(failure).rejects.not.toThrow('hidden');
  });
});
