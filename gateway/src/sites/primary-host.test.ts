import { newId } from '@siteninja/core';
import { echo, enveloped } from '@siteninja/testing';
import { ask, startWorld, type World } from '../test-support';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe('a host that is not the primary one', () => {
  it('redirects to the primary one, path and query kept', async () => {
    world.stubs.content.handle = (request) =>
      request.url.pathname === '/internal/sites/host'
        ? enveloped({
            ...{ tenantId: newId(), status: 'live', releaseId: newId() },
            redirectTo: 'https://shop.example.test',
          })
        : echo(request);
    for (const visitor of ['first', 'next']) {
      const { status, headers } = await ask(`${world.url}/one?utm_source=x`, {
        headers: { host: 'other.example.test' },
      });
      expect([visitor, status, headers.location]).toEqual([
        visitor,
        301,
        'https://shop.example.test/one?utm_source=x',
      ]);
    }
  });
});
