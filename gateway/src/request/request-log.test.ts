import { createLog, newId } from '@siteninja/core';
import { until } from '@siteninja/testing';
import { ask, startWorld, type World } from '../test-support';

let world: World;
const lines: Record<string, unknown>[] = [];
beforeAll(async () => {
  const log = createLog('gateway', 'info');
  for (const transport of log.transports) transport.silent = true;
  log.on('data', (line: Record<string, unknown>) => lines.push(line));
  world = await startWorld({}, { log });
});
afterAll(() => world.stop());

const lineOf = (requestId: string) =>
  until(async () => lines.find((line) => line.message === 'request' && line.requestId === requestId));

describe('the log of requests', () => {
  it('a request is found by its id, with what became of it and who answered', async () => {
    const tenantId = newId();
    const url = `${world.url}/api/tenants/${tenantId}/pages/${newId()}?search=ada@example.com`;
    const { status } = await ask(url, { headers: { 'x-request-id': 'asked-by-a-customer' } });
    expect(await lineOf('asked-by-a-customer')).toMatchObject({
      level: 'info',
      method: 'GET',
      host: '127.0.0.1',
      route: '/tenants/:id/pages/:id',
      status,
      ms: expect.any(Number),
      bytes: expect.any(Number),
      tenantId,
      caller: 'anonymous',
      address: '127.0.0.1',
      service: 'content',
    });
  });

  it('a request has one line, which tells no query and nothing secret of its path', async () => {
    const secret = 'aB3_xYz9'.repeat(6);
    await ask(`${world.url}/api/auth/${secret}?token=${secret}`, {
      headers: { 'x-request-id': 'secretive' },
    });
    await lineOf('secretive');
    const found = lines.filter(({ requestId }) => requestId === 'secretive');
    expect(found).toHaveLength(1);
    expect(JSON.stringify(found)).not.toMatch(/aB3_xYz9|token=/);
  });

  it('what the gateway refuses by itself has a line too', async () => {
    await ask(`${world.url}/api/nowhere`, { headers: { 'x-request-id': 'lost' } });
    expect(await lineOf('lost')).toMatchObject({ route: '/nowhere', status: 404, service: 'gateway' });
  });

  it('a proxy that TRUST_PROXY does not count is warned of once', async () => {
    for (const address of ['203.0.113.7', '203.0.113.8']) {
      await ask(`${world.url}/status`, { headers: { 'x-forwarded-for': address } });
    }
    await until(async () => lines.some(({ level }) => level === 'warn'));
    expect(lines.filter(({ message }) => /TRUST_PROXY/.test(String(message)))).toHaveLength(1);
  });
});
