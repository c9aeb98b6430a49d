import { connect } from 'node:net';
import { newId } from '@siteninja/core';
import { enveloped } from '@siteninja/testing';
import { startWorld, type World } from '../test-support';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  const tenantId = newId();
  world.stubs.content.handle = ({ url }) =>
    url.pathname === '/internal/sites/host'
      ? enveloped({ tenantId, status: 'live', releaseId: 'one' })
      : enveloped({ status: 200, headers: {}, body: 'a page' });
});
afterAll(() => world.stop());

/** A request with several Host headers, which no client library sends. */
function get(...hosts: string[]): Promise<string> {
  const lines = ['GET /api/plans HTTP/1.1', ...hosts.map((host) => `Host: ${host}`), 'Connection: close'];
  return new Promise((resolve, reject) => {
    const socket = connect(world.gateway.port, '127.0.0.1', () =>
      socket.write(`${lines.join('\r\n')}\r\n\r\n`),
    );
    let answer = '';
    socket.on('data', (data) => (answer += String(data)));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

describe('Host headers', () => {
  it.each([
    ['the API', ['localhost', 'one.test']],
    ['a site', ['new.test', 'localhost']],
    ['a page in memory', ['one.test', 'two.test']],
  ])('a request with two Host headers is refused on its way to %s', async (_what, hosts) => {
    expect(await get('one.test')).toMatch(/^HTTP\/1\.1 200 /);
    const refused = await get(...hosts);
    expect(refused).toMatch(/^HTTP\/1\.1 400 /);
    expect(refused).toContain('request.several_hosts');
  });
});
