import { connect, type Socket } from 'node:net';
import { until } from '@siteninja/testing';
import { ask, startWorld, type World } from '../test-support';

describe('what one address may occupy', () => {
  let world: World;
  const sockets = new Set<Socket>();
  beforeAll(async () => {
    world = await startWorld({ BODY_TIMEOUT: '2' });
  });
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  });
  afterAll(() => world.stop());

  /** Begins a request with one byte of its body, from an address of its own. */
  function begin(target: string): { status(): number | null; isOpen(): boolean } {
    const socket = connect({ port: world.gateway.port, host: '127.0.0.1', localAddress: '127.0.0.9' });
    sockets.add(socket);
    let answer = '';
    let isOpen = true;
    socket.write(
      `${target} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    );
    socket.on('data', (data) => (answer += String(data)));
    socket.on('error', () => undefined);
    socket.on('close', () => (isOpen = false));
    return { status: () => Number(answer.slice(9, 12)) || null, isOpen: () => isOpen };
  }

  it.each(['POST /api/plans', 'DELETE /api/tenants/1'])(
    'a thousand bodies that never come (%s) keep nobody else from being served',
    async (target) => {
      const slow = Array.from({ length: 1_000 }, () => begin(target));
      await until(() => slow.some((one) => one.status() === 429));
      for (let time = 0; time < 20; time += 1) expect((await ask(`${world.url}/api/plans`)).status).toBe(200);
      await until(() => slow.every((one) => !one.isOpen()));
      expect(slow.some((one) => one.status() === 408)).toBe(true);
      for (const one of slow) expect([408, 429, null]).toContain(one.status());
    },
  );

  it.each(['GET', 'HEAD', 'OPTIONS'])(
    'a %s with a body is refused at once, and forwarded nowhere',
    async (method) => {
      const before = world.stubs.asset.requests.length;
      for (const path of ['/api/assets/x/y/z.png', '/assets/x/y/z.png', '/health']) {
        const one = begin(`${method} ${path}`);
        await until(() => one.status() === 400 && !one.isOpen());
      }
      expect(world.stubs.asset.requests).toHaveLength(before);
    },
  );

  it('a client that never ends its headers is cut off', async () => {
    const socket = connect({ port: world.gateway.port, host: '127.0.0.1', localAddress: '127.0.0.9' });
    sockets.add(socket);
    socket.write('GET /api/plans HTTP/1.1\r\nHost: localhost\r\nX-Never: ');
    let isOpen = true;
    socket.on('close', () => (isOpen = false)).resume();
    await until(() => !isOpen);
  });

  it('a body that a service refuses without reading it is answered before it has come', async () => {
    const { server } = world.stubs.billing;
    // The gateway also asks for the service's health, at any time: that question is not the one to refuse.
    server.prependListener('request', (request, response) => {
      if (request.method === 'POST') response.writeHead(403).end('{}');
    });
    const one = begin('POST /api/plans');
    await until(() => one.status() !== null);
    expect(one.status()).toBe(403);
  });
});
