import { mkdtemp, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createLog,
  newSigningKey,
  publicKeyFrom,
  type ServiceName,
  SERVICES,
  testClock,
  type TestClock,
} from '@siteninja/core';
import { StubService, until } from '@siteninja/testing';
import { request as undiciRequest } from 'undici';
import { type Gateway, type Shared, startGateway } from './app';
import { IdentityStub } from './test-stubs';

function testDocument(): object {
  const operation = (service: string) => ({ get: { 'x-service': service }, post: { 'x-service': service } });
  return {
    openapi: '3.1.0',
    servers: [{ url: '/api' }],
    paths: {
      '/tenants': operation('tenant'),
      '/tenants/{tenantId}': operation('tenant'),
      '/tenants/{tenantId}/pages': operation('content'),
      '/tenants/{tenantId}/pages/{pageId}': operation('content'),
      '/tenants/{tenantId}/ai/content': operation('content'),
      '/tenants/{tenantId}/users': operation('identity'),
      '/auth/login': operation('identity'),
      '/auth/register': operation('identity'),
      '/auth/me': operation('identity'),
      '/public/site': operation('content'),
      '/plans': operation('billing'),
      '/billing/stripe/webhook': operation('billing'),
      '/assets/{tenantId}/{assetId}/{file}': operation('asset'),
      '/.well-known/jwks.json': operation('identity'),
      '/internal/grants': operation('identity'),
      '/metrics': operation('identity'),
    },
  };
}

export interface World {
  gateway: Gateway;
  identity: IdentityStub;
  stubs: Record<ServiceName, StubService>;
  url: string;
  /** The gateway's time. It stands still until a test advances it, however long the machine takes. */
  clock: TestClock;
  stop(): Promise<void>;
}

/** A gateway with a stub of every service around it. */
export async function startWorld(env: Record<string, string> = {}, shared: Shared = {}): Promise<World> {
  const signingKey = newSigningKey();
  const trusted = new Map([['gateway', [publicKeyFrom(signingKey)]]]);
  const identity = new IdentityStub('identity', trusted);
  const stubs = {
    tenant: new StubService('tenant', trusted),
    content: new StubService('content', trusted),
    identity,
    billing: new StubService('billing', trusted),
    asset: new StubService('asset', trusted),
    integration: new StubService('integration', trusted),
  };
  await Promise.all(Object.values(stubs).map((stub) => stub.listen()));
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  const file = join(folder, 'openapi.json');
  await writeFile(file, JSON.stringify(testDocument()));
  const urls = SERVICES.map((name) => [`${name.toUpperCase()}_URL`, stubs[name].url]);
  const clock = testClock();
  const gateway = await startGateway(
    {
      PORT: '0',
      SIGNING_KEY: signingKey,
      OPENAPI_FILE: file,
      BASE_DOMAIN: 'example.test',
      RATE_LIMIT_SCALE: '1000',
      ...Object.fromEntries(urls),
      ...env,
    },
    { log: createLog('gateway', 'silent'), clock, ...shared },
  );
  const url = `http://127.0.0.1:${gateway.port}`;
  await until(async () => (await fetchJson(`${url}/status`)).data?.status === 'ok');
  await revocationsPulled(identity);
  return {
    gateway,
    identity,
    stubs,
    url,
    clock,
    stop: async () => {
      await gateway.stop();
      await Promise.all(Object.values(stubs).map((stub) => stub.close()));
    },
  };
}

/** Waits until the gateway knows what is revoked now. */
export async function revocationsPulled(identity: IdentityStub): Promise<void> {
  const pulls = () => identity.requests.filter(({ url }) => url.pathname === '/internal/revocations').length;
  // The next pull gets the present answer; the one after it begins when that answer has been handled.
  const before = pulls();
  await until(() => pulls() >= before + 2);
}

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** One request, with whatever headers; undici sets none of its own. */
export async function ask(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { method = 'GET', headers = {}, body = null } = options;
  const answer = await undiciRequest(url, { method: method as 'GET', headers, body });
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
}

/** The parts of any answer that tests look at. */
export interface Json {
  data?: { status?: string; services?: Record<string, string> };
  code?: string;
  error?: string;
  details?: { field: string; message: string; retryAfter: number }[];
  meta?: { requestId: string };
  status?: string;
  checks?: Record<string, { ok: boolean }>;
  method?: string;
  path?: string;
  body?: string;
  headers?: Record<string, string>;
  caller?: {
    type: string;
    refused?: string;
    userId?: string;
    apiKeyId?: string;
    tenant: { id: string } | null;
  };
}

export async function fetchJson(url: string, options: Parameters<typeof ask>[1] = {}): Promise<Json> {
  const { text } = await ask(url, options);
  const json: Json = JSON.parse(text);
  return json;
}

/** Bytes as they are, for what no client library would send. */
export function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (data) => (answer += String(data)));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
