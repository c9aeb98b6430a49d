import { newId } from '@siteninja/core';
import { echo, enveloped } from '@siteninja/testing';
import { ask, startWorld, type World } from '../test-support';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  world.stubs.tenant.handle = ({ url }) =>
    enveloped({ keyAuthorization: url.pathname.endsWith('/known-token_1') ? 'known-token_1.print' : null });
});
afterAll(() => world.stop());

const challenge = (token: string, host = 'www.harbor.co.uk') =>
  ask(`${world.url}/.well-known/acme-challenge/${token}`, { headers: { host } });

describe('what a certificate authority looks for on the host of a tenant', () => {
  it('is answered as it is, also where the host redirects to another', async () => {
    world.stubs.content.handle = (request) =>
      request.url.pathname === '/internal/sites/host'
        ? enveloped({
            ...{ tenantId: newId(), status: 'live', releaseId: newId() },
            redirectTo: 'https://harbor.co.uk',
          })
        : echo(request);
    expect(await challenge('known-token_1')).toMatchObject({
      status: 200,
      text: 'known-token_1.print',
      headers: { 'cache-control': 'no-store' },
    });
  });

  it('is 404 for a token that nobody waits for, and services are not asked for what can be none', async () => {
    expect((await challenge('other')).status).toBe(404);
    const before = world.stubs.tenant.requests.length;
    for (const token of ['a.b', 'x'.repeat(300), 'a%2Fb']) {
      expect((await challenge(token)).status).toBeGreaterThanOrEqual(400);
    }
    expect(world.stubs.tenant.requests).toHaveLength(before);
  });

  it('is no business of the hosts of the API', async () => {
    expect((await challenge('known-token_1', 'localhost')).text).not.toContain('print');
  });
});
