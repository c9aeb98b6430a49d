import { Agent, createServer, type RequestListener, type Server } from 'node:http';
import { connect } from 'node:net';
import { DomainError } from '@siteninja/core';
import express from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import supertest from 'supertest';
import { lingerAfterEarlyAnswers, watchBody } from './request-body';
import { readJson } from './routing/json-body';
import { portOf } from './server';

const servers: Server[] = [];

async function listening(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  lingerAfterEarlyAnswers(server);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${portOf(server)}`;
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
    response.status(await refusal(request)).json({ refused: true });
  });
  const agent = new Agent({ keepAlive: true });
  const proxy = express();
  proxy.use(createProxyMiddleware({ target: await listening(service), agent }));
  return listening(proxy);
}

/** Sends the head of a request and one byte of its body. @returns what comes back until the connection ends */
function sendSlowly(url: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
    );
    let answer = '';
    socket.on('data', (data) => {
      answer += String(data);
      socket.destroy();
    });
    socket.on('close', () => resolve(answer));
  });
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

  it('is answered before the rest of it has come', async () => {
    const url = await behindProxy(() => Promise.resolve(401));
    expect(await sendSlowly(url)).toMatch(/^HTTP\/1\.1 401 /);
  });
});

describe('a body that is watched', () => {
  const watched = (graceSeconds: number): Promise<string> =>
    listening((request, response) => {
      watchBody(request, { graceSeconds, bytesPerSecond: 1_000_000 }, () => response.writeHead(408).end());
      request.on('end', () => response.writeHead(200).end()).resume();
    });

  it('is late when it comes slower than its pace', async () => {
    expect(await sendSlowly(await watched(0))).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('is not late while it keeps its pace', async () => {
    const request = supertest(await watched(20)).post('/');
    expect((await request.send(Buffer.alloc(1_000_000))).status).toBe(200);
  });
});
