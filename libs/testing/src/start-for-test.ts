import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DomainEvent } from '@siteninja/contracts';
import {
  type Caller,
  GATEWAY,
  IDENTITY_HEADER,
  memoryCache,
  mintIdentityToken,
  newSigningKey,
  privateKeyFrom,
  publicJwk,
  SERVICES,
} from '@siteninja/core';
import { outbox } from '@siteninja/events';
import { type Fields, type InferFields } from '@siteninja/schema';
import { type ServiceCtx, type ServiceDefinition, type SharedPorts, startService } from '@siteninja/service';
import supertest, { type Test } from 'supertest';
import { joinDatabase, leaveDatabase, testMongoUri } from './databases';
import { manualBus, type ManualBus } from './manual-bus';
import { newSecretsEnv } from './secrets';
import { stubCalls, type StubbedCall, StubService } from './stub-service';

type Verb = 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete';

/** supertest's requests, made in the name of one caller. */
type As = Record<Verb, (path: string) => Test>;

export interface TestService<C> {
  url: string;
  ctx: C;
  as(caller: Caller): As;
  /** Without any identity. */
  plainly: As;
  /** All that was recorded, oldest first: nothing is published. */
  events(): Promise<DomainEvent[]>;
  /** Hands an event to the service's consumers, and waits until they have committed it. */
  deliver: ManualBus['deliver'];
  /** Resolves when the jobs that are due by the clock have run. */
  runDueJobs(): Promise<void>;
  /** Drops its database too. */
  stop(): Promise<void>;
}

export interface TestOptions {
  env?: NodeJS.ProcessEnv;
  shared?: SharedPorts;
  /** The calls to other services, answered by stand-ins over real HTTP. */
  stubs?: readonly StubbedCall[];
}

/** Starts one service on a port and a database of its own, trusting callers that the test makes up. */
export async function startForTest<F extends Fields, P>(
  definition: ServiceDefinition<F, P>,
  options: TestOptions = {},
): Promise<TestService<ServiceCtx<InferFields<F>, P>>> {
  const issuers = new Issuers();
  const stubs = await startStubs(options.stubs ?? []);
  const bus = manualBus();
  const mailFolder = await mkdtemp(join(tmpdir(), 'siteninja-mail-'));
  const running = await startService(
    definition,
    {
      ...environment(definition.name),
      MAIL_FOLDER: mailFolder,
      ...issuers.environment(),
      ...stubs.environment,
      ...options.env,
    },
    { bus, cache: memoryCache(), ...options.shared },
  );
  joinDatabase(running.ctx.db.name);
  const url = `http://127.0.0.1:${running.port}`;
  return {
    url,
    ctx: running.ctx,
    as: (caller) =>
      requests(url, { [IDENTITY_HEADER]: issuers.mint(caller, definition.name), 'x-request-id': 'test' }),
    plainly: requests(url, {}),
    events: async () => {
      const rows = await outbox.in(running.ctx).find({}, { sort: { _id: 1 } });
      return rows.map(({ event }) => event);
    },
    deliver: (event) => bus.deliver(event),
    runDueJobs: () => running.runDueJobs(),
    stop: async () => {
      await running.stop();
      await leaveDatabase(running.ctx.db.name);
      await stubs.stop();
      await rm(mailFolder, { recursive: true, force: true });
    },
  };
}

function environment(service: string): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'test',
    ...newSecretsEnv(),
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'error',
    PORT: '0',
    MONGODB_URI: testMongoUri(),
    MONGODB_DATABASE: `test_${service}_${randomBytes(6).toString('hex')}`,
  };
}

/** The keys of whoever vouches for a caller: the gateway, or a service for itself. */
class Issuers {
  readonly #keys = new Map([GATEWAY, ...SERVICES].map((name) => [name, newSigningKey()]));

  environment(): NodeJS.ProcessEnv {
    const trusted = [...this.#keys].map(([name, key]): [string, unknown] => [
      name,
      JSON.parse(publicJwk(key)),
    ]);
    return { SIGNING_KEY: newSigningKey(), TRUSTED_KEYS: JSON.stringify(Object.fromEntries(trusted)) };
  }

  mint(caller: Caller, audience: string): string {
    const issuer = caller.type === 'service' ? caller.service : GATEWAY;
    const key = this.#keys.get(issuer);
    if (key === undefined) throw new Error(`No service is called ${issuer}.`);
    return mintIdentityToken(caller, { issuer, audience, key: privateKeyFrom(key) });
  }
}

async function startStubs(stubbed: readonly StubbedCall[]) {
  const services = new Set(stubbed.map(({ call }) => call.service));
  const stubs = await Promise.all(
    [...services].map(async (name) => {
      const stub = await new StubService(name).listen();
      stub.handle = stubCalls(stubbed.filter(({ call }) => call.service === name));
      return stub;
    }),
  );
  return {
    environment: Object.fromEntries(stubs.map(({ name, url }) => [`${name.toUpperCase()}_URL`, url])),
    stop: async () => {
      await Promise.all(stubs.map((stub) => stub.close()));
    },
  };
}

function requests(url: string, headers: Record<string, string>): As {
  const make = (method: Verb) => (path: string) => supertest(url)[method](path).set(headers);
  return {
    get: make('get'),
    head: make('head'),
    post: make('post'),
    put: make('put'),
    patch: make('patch'),
    delete: make('delete'),
  };
}
