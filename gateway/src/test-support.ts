import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Caller,
  createLog,
  IDENTITY_HEADER,
  newId,
  newSigningKey,
  publicKeyFrom,
  verifyIdentityToken,
} from '@siteninja/core';
import { SERVICES, type ServiceName } from '@siteninja/http';
import { sign, type SignOptions } from 'jsonwebtoken';
import { request as undiciRequest } from 'undici';
import { checksumOf } from './api-key';
import { type Gateway, type Shared, startGateway } from './app';

/** What a stub was asked, after it has verified who asks. */
export interface Asked {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  caller: Caller;
  body: string;
}
export interface StubAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}
type Handler = (asked: Asked) => StubAnswer | Promise<StubAnswer>;

/** A small service that listens, and believes nobody but the gateway. */
export class Stub {
  readonly asked: Asked[] = [];
  readonly connections = new Set<object>();
  state: 'ready' | 'draining' | 'not_ready' = 'ready';
  handle: Handler = ({ method, url, headers, caller, body }) => ({
    body: {
      method,
      path: url.pathname + url.search,
      headers,
      caller: { ...caller, permissions: [...caller.permissions] },
      body,
    },
  });
  readonly server: Server;
  port = 0;

  constructor(
    readonly name: ServiceName,
    trusted: ReadonlyMap<string, KeyObject>,
  ) {
    this.server = createServer((request, response) => {
      void this.answer(request, trusted).then(
        ({ status = 200, headers = {}, body }) => {
          const bytes = typeof body === 'string' ? body : JSON.stringify(body ?? null);
          response.writeHead(status, { 'content-type': 'application/json', ...headers });
          response.end(status === 204 || status === 304 ? undefined : bytes);
        },
        () => response.destroy(),
      );
    });
    this.server.on('connection', (socket) => this.connections.add(socket));
  }

  async listen(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    const address = this.server.address() as AddressInfo;
    this.port = address.port;
    return this;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(
    request: IncomingMessage,
    trusted: ReadonlyMap<string, KeyObject>,
  ): Promise<StubAnswer> {
    const url = new URL(request.url ?? '', 'http://stub');
    if (url.pathname === '/health/ready') {
      return { status: this.state === 'ready' ? 200 : 503, body: { status: this.state } };
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const token = String(request.headers[IDENTITY_HEADER] ?? '');
    const isPublic = url.pathname.startsWith('/.well-known');
    const verified = verifyIdentityToken(token, this.name, trusted);
    if (!verified && !isPublic) return { status: 401, body: { success: false } };
    const caller: Caller = verified?.caller ?? {
      type: 'anonymous',
      isSuperAdmin: false,
      tenant: null,
      permissions: new Set(),
    };
    const body = Buffer.concat(chunks).toString();
    const asked = { method: request.method ?? '', url, headers: request.headers, caller, body };
    this.asked.push(asked);
    return this.handle(asked);
  }
}

/** An identity service with one key, whose grants and revocations a test decides. */
export class IdentityStub extends Stub {
  readonly keyId = newId();
  readonly key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  revoked: { id: string; what: string }[] = [];
  grants: Handler = ({ body }) => grantsFor(JSON.parse(body));
  /** What the stub answers on everything that is not its own protocol. */
  other: Handler = this.handle;
  override handle: Handler = (asked) => {
    const { pathname } = asked.url;
    if (pathname === '/.well-known/jwks.json') return { body: { keys: this.jwks() } };
    if (pathname === '/internal/grants') return this.grants(asked);
    if (pathname === '/internal/revocations') return enveloped({ items: this.revoked, next: 'now' });
    return this.other(asked);
  };

  jwks(): object[] {
    return [{ ...this.key.publicKey.export({ format: 'jwk' }), kid: this.keyId, alg: 'ES256', use: 'sig' }];
  }

  /** An access token as identity makes it. */
  token(claims: object = {}, options: SignOptions = {}): string {
    return sign({ sub: newId(), sid: newId(), sv: 1, ...claims }, this.key.privateKey, {
      algorithm: 'ES256',
      keyid: this.keyId,
      issuer: 'siteninja',
      audience: 'siteninja-api',
      ...('exp' in claims ? {} : { expiresIn: 900 }),
      ...options,
    });
  }
}

export function enveloped(data: unknown, status = 200): StubAnswer {
  return { status, body: { success: true, data, meta: { timestamp: '', requestId: '' } } };
}

export function refused(status: number, code: string): StubAnswer {
  return { status, body: { success: false, error: 'No.', code, meta: {} } };
}

interface GrantsBody {
  credential: { type: 'session'; userId: string; sessionId: string } | { type: 'api_key'; hash: string };
  tenantId: string | null;
}

/** Everybody is an editor everywhere. */
export function grantsFor({ credential, tenantId }: GrantsBody): StubAnswer {
  const isUser = credential.type === 'session';
  return enveloped({
    caller: isUser
      ? { type: 'user', userId: credential.userId, sessionId: credential.sessionId }
      : { type: 'api_key', apiKeyId: `id of ${credential.hash}`, createdBy: newId(), rateLimit: 7 },
    isSuperAdmin: false,
    tenant:
      tenantId === null
        ? null
        : { id: tenantId, status: 'active', deleted: false, role: isUser ? 'editor' : null },
    permissions: ['read:pages'],
  });
}

/** Well formed, and nobody's. */
export function someApiKey(): string {
  const random = createHash('sha256').update(randomBytes(32)).digest('hex').slice(0, 30);
  return `sn_live_${random}${checksumOf(random)}`;
}

export function testDocument(): object {
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
      '/public/forms/{formId}': operation('content'),
      '/plans': operation('billing'),
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
  stubs: Record<ServiceName, Stub>;
  url: string;
  stop(): Promise<void>;
}

/** A gateway with a stub of every service around it. */
export async function startWorld(env: Record<string, string> = {}, shared: Shared = {}): Promise<World> {
  const signingKey = newSigningKey();
  const trusted = new Map([['gateway', publicKeyFrom(signingKey)]]);
  const identity = new IdentityStub('identity', trusted);
  const stubs = {
    tenant: new Stub('tenant', trusted),
    content: new Stub('content', trusted),
    identity,
    billing: new Stub('billing', trusted),
    asset: new Stub('asset', trusted),
    integration: new Stub('integration', trusted),
  };
  await Promise.all(Object.values(stubs).map((stub) => stub.listen()));
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  const file = join(folder, 'openapi.json');
  await writeFile(file, JSON.stringify(testDocument()));
  const urls = SERVICES.map((name) => [`${name.toUpperCase()}_URL`, `http://127.0.0.1:${stubs[name].port}`]);
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
    { log: createLog('gateway', 'silent'), ...shared },
  );
  const url = `http://127.0.0.1:${gateway.port}`;
  await until(async () => (await fetchJson(`${url}/status`)).data?.status === 'ok');
  return {
    gateway,
    identity,
    stubs,
    url,
    stop: async () => {
      await gateway.stop();
      await Promise.all(Object.values(stubs).map((stub) => stub.close()));
    },
  };
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

/** Waits for what is bound to happen; fails the test by its own deadline. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((go) => setTimeout(go, 10));
}

export function keyFromJwk(jwk: string): KeyObject {
  return createPrivateKey({ key: JSON.parse(jwk), format: 'jwk' });
}
