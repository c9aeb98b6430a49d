import { createServer } from 'node:http';
import { DomainError } from '@siteninja/core';
import { portOf, STATUS } from '@siteninja/http';
/** `POST /internal/memberships` → what the other service's `data` is; a DomainError is answered as one. */
export type Stubs = Record<string, (body: unknown, url: URL) => unknown>;

/** Stands in for another service, over real HTTP. What it was not told about answers 404. */
export async function stubService(stubs: Stubs): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const url = new URL(request.url ?? '/', 'http://stub');
      const { status, body } = answer(
        stubs,
        request.method ?? 'GET',
        url,
        text === '' ? undefined : JSON.parse(text),
      );
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(stubs: Stubs, method: string, url: URL, sent: unknown): { status: number; body: object } {
  const meta = { timestamp: new Date().toISOString(), requestId: 'stub' };
  const matching = Object.entries(stubs).find(([name]) => pattern(name).test(`${method} ${url.pathname}`));
  try {
    if (!matching)
      throw new DomainError('not_found', 'stub.not_found', `No stub for ${method} ${url.pathname}`);
    return { status: 200, body: { success: true, data: matching[1](sent, url) ?? {}, meta } };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { kind, code, message, details } = error;
    return { status: STATUS[kind], body: { success: false, error: message, code, details, meta } };
  }
}

/** `GET /internal/tenants/:tenantId` matches any id. */
function pattern(name: string): RegExp {
  return new RegExp(`^${name.replace(/:\w+/g, '[^/]+')}$`);
}
