import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Caller, IDENTITY_HEADER, newId, verifyIdentityToken } from '@siteninja/core';
import { type ServiceName } from '@siteninja/http';
import { sign, type SignOptions } from 'jsonwebtoken';

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

/** Answers what it was asked. */
export const echo: Handler = ({ method, url, headers, caller, body }) => ({
  body: {
    method,
    path: url.pathname + url.search,
    headers,
    caller: { ...caller, permissions: [...caller.permissions] },
    body,
  },
});

/** A small service that listens, and believes nobody but the gateway. */
export class Stub {
  readonly asked: Asked[] = [];
  readonly connections = new Set<object>();
  state: 'ready' | 'draining' | 'not_ready' = 'ready';
  handle: Handler = echo;
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
    const verified = verifyIdentityToken(token, this.name, trusted);
    if (!verified) return { status: 401, body: { success: false } };
    const { caller } = verified;
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
  other: Handler = echo;
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
