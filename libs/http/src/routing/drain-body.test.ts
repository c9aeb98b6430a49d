import { Agent, createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { DomainError } from '@siteninja/core';
import express from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import supertest from 'supertest';
import { drainBody } from './drain-body';
import { readJson } from './json-body';

const servers: Server[] = [];

async function listening(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

/** A service that refuses, behind a proxy that keeps its connections. */
async function behindProxy(refusal: (request: express.Request) => Promise<number>): Promise<string> {
  const service = express();
  service.use(async (request, response) => {
    const status = await refusal(request);
    await drainBody(request);
    response.setHeader('Connection', 'close');
    response.status(status).json({ refused: true });
  });
  const agent = new Agent({ keepAlive: true });
  const proxy = express();
  proxy.use(createProxyMiddleware({ target: await listening(service), agent }));
  return listening(proxy);
}

describe('a body that is refused', () => {
  it('does not keep the client from hearing why, however large it is', async () => {
    const url = await behindProxy(() => Promise.resolve(403));
    for (let tries = 0; tries < 3; tries += 1) {
      const { status, body } = await supertest(url).post('/').attach('file', Buffer.alloc(20_000_000), 'x');
      expect({ status, body }).toEqual({ status: 403, body: { refused: true } });
    }
  });

  it('may be JSON of unknown length that turns out to be too long', async () => {
    const url = await behindProxy(async (request) => {
      const error: unknown = await readJson(request, 1_000).catch((thrown: unknown) => thrown);
      return error instanceof DomainError && error.kind === 'too_large' ? 413 : 200;
    });
    const request = supertest(url).post('/').set('Content-Type', 'application/json');
    for (let chunk = 0; chunk < 50; chunk += 1) request.write(Buffer.alloc(100_000, ' '));
    expect((await request).status).toBe(413);
  });

  it('is not waited for where there is none', async () => {
    const url = await behindProxy(() => Promise.resolve(404));
    expect((await supertest(url).get('/')).status).toBe(404);
    expect((await supertest(url).delete('/')).status).toBe(404);
  });
});
