import { connect } from 'node:net';
import { newId } from '@siteninja/core';
import { StubService, until } from '@siteninja/testing';
import { ask, fetchJson, startWorld, type World } from '../test-support';

describe('proxy', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ PROXY_TIMEOUT: '1', MAX_IN_FLIGHT: '5' });
  });
  afterAll(() => world.stop());
  afterEach(() => {
    world.stubs.billing.handle = world.stubs.integration.handle;
    world.stubs.billing.state = 'ready';
  });

  it('connections to the services are reused', async () => {
    const { connections } = world.stubs.tenant;
    for (let time = 0; time < 20; time += 1) await ask(`${world.url}/api/tenants/${newId()}`);
    expect(connections.size).toBeLessThan(6);
  });

  it('a service that is silent for too long makes a 504', async () => {
    world.stubs.billing.handle = () => new Promise(() => undefined);
    const { status, text } = await ask(`${world.url}/api/plans`);
    expect([status, JSON.parse(text).code]).toEqual([504, 'gateway.timeout']);
  });

  it('an answer that its service breaks off is broken off for the client too', async () => {
    world.stubs.billing.handle = () => new Promise(() => undefined);
    world.stubs.billing.server.on('request', ({ url }, response) => {
      if (url !== '/plans?broken=1') return;
      response.writeHead(200, { 'Content-Type': 'text/csv' });
      response.write('id\r\n', () => response.destroy());
    });
    await expect(ask(`${world.url}/api/plans?broken=1`)).rejects.toThrow();
  });

  it('a request to a service ends when its client leaves', async () => {
    let gone = false;
    world.stubs.billing.server.on('request', (request) => {
      if (request.url === '/plans') request.socket.once('close', () => (gone = true));
    });
    world.stubs.billing.handle = () => new Promise(() => undefined);
    const before = world.stubs.billing.requests.length;
    const socket = connect(world.gateway.port, '127.0.0.1');
    socket.write('GET /api/plans HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await until(() => world.stubs.billing.requests.length > before);
    socket.destroy();
    await until(() => gone);
  });

  it('a request waits for a service that drains, is served when it is back, and is 503 after 3 seconds', async () => {
    world.stubs.billing.state = 'draining';
    await until(
      async () => (await fetchJson(`${world.url}/status`)).data?.services?.billing === 'unavailable',
    );
    const before = world.stubs.billing.requests.length;
    const waiting = fetchJson(`${world.url}/api/plans`, { method: 'POST', body: 'kept' });
    const abandoned = ask(`${world.url}/api/plans`);
    expect((await abandoned).status).toBe(503);
    expect(JSON.parse((await abandoned).text).error).not.toMatch(/127/);
    expect((await waiting).code).toBe('service.unavailable');
    expect(world.stubs.billing.requests).toHaveLength(before);
    const served = fetchJson(`${world.url}/api/plans`, { method: 'POST', body: 'kept' });
    world.stubs.billing.state = 'ready';
    expect((await served).body).toBe('kept');
  });

  it('a service that is not ready still gets requests where no target is ready', async () => {
    world.stubs.billing.state = 'not_ready';
    await until(
      async () => (await fetchJson(`${world.url}/status`)).data?.services?.billing === 'unavailable',
    );
    expect((await ask(`${world.url}/api/plans`)).status).toBe(200);
  });

  it('a request during the restart of its service is served', async () => {
    const { billing } = world.stubs;
    await ask(`${world.url}/api/plans`);
    await billing.close();
    const early = fetchJson(`${world.url}/api/plans`);
    await billing.listen(billing.port);
    expect((await early).path).toBe('/plans');
  });

  it('a request during the restart of identity is served, although its grants have to be asked for', async () => {
    const { identity } = world;
    const headers = { authorization: `Bearer ${identity.token()}` };
    await ask(`${world.url}/api/plans`, { headers });
    await identity.close();
    const [known, other] = [{ headers }, { headers: { authorization: `Bearer ${identity.token()}` } }];
    const path = `${world.url}/api/tenants/${newId()}/pages`;
    const early = [fetchJson(path, known), fetchJson(path, other)];
    await until(
      async () => (await fetchJson(`${world.url}/status`)).data?.services?.identity === 'unavailable',
    );
    const late = fetchJson(path, other);
    await identity.listen(identity.port);
    for (const answer of [...early, late]) expect((await answer).caller?.type).toBe('user');
  });

  it('targets that drain or are gone get no requests', async () => {
    const [gone, draining] = [world.stubs.billing, await new StubService('billing').listen()];
    draining.state = 'draining';
    draining.handle = () => ({ body: { path: 'second' } });
    const other = await startWorld({ BILLING_URL: `${draining.url},${gone.url}` });
    expect((await fetchJson(`${other.url}/api/plans`)).path).not.toBe('second');
    await gone.close();
    draining.state = 'ready';
    await until(async () => (await fetchJson(`${other.url}/api/plans`)).path === 'second');
    for (let time = 0; time < 5; time += 1) {
      expect((await fetchJson(`${other.url}/api/plans`)).path).toBe('second');
    }
    await other.stop();
    await Promise.all([draining.close(), gone.listen(gone.port)]);
  });

  it('a gateway that stops is unready at once and finishes the requests in flight', async () => {
    const other = await startWorld();
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((go) => (finish = go));
    other.stubs.billing.handle = async () => {
      await finished;
      return { body: 'done' };
    };
    const slow = ask(`${other.url}/api/plans`);
    await until(() => other.stubs.billing.requests.length > 0);
    const stopped = other.stop();
    const health = await ask(`${other.url}/health/ready`);
    expect(health.headers.connection).toBe('close');
    expect([health.status, JSON.parse(health.text).status]).toEqual([503, 'draining']);
    finish();
    expect((await slow).text).toBe('done');
    await stopped;
  });
});
