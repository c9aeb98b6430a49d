import { createLog } from '@siteninja/core';
import { StubService, until } from '@siteninja/testing';
import { fetchJson, startWorld, type World } from '../test-support';
import { watchUpstreams } from './upstreams';

describe('a service whose host name has several addresses', () => {
  const first = new StubService('billing');
  const second = new StubService('billing');
  let addresses = ['127.0.0.1'];
  let isNameKnown = true;
  let world: World;
  beforeAll(async () => {
    await first.listen();
    await second.listen(first.port, '127.0.0.2');
    first.handle = ({ headers }) => ({ body: { path: 'first', headers } });
    second.handle = ({ headers }) => ({ body: { path: 'second', headers } });
    world = await startWorld(
      { BILLING_URL: `http://billing.test:${first.port}` },
      {
        lookup: (name) =>
          isNameKnown && name === 'billing.test'
            ? Promise.resolve(addresses)
            : Promise.reject(new Error('ENOTFOUND')),
      },
    );
  });
  afterAll(async () => {
    await world.stop();
    await Promise.all([first.close(), second.close()]);
  });
  const answerers = async (): Promise<string> => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => fetchJson(`${world.url}/api/plans`)));
    return [...new Set(answers.map(({ path, code }) => path ?? code))].sort().join(' ');
  };

  it('gets requests at an address that was added, under the name that was configured', async () => {
    expect(await answerers()).toBe('first');
    addresses = ['127.0.0.1', '127.0.0.2'];
    await until(async () => (await answerers()) === 'first second');
    const { headers } = await fetchJson(`${world.url}/api/plans`);
    expect(headers?.host).toBe(`billing.test:${first.port}`);
  });

  it('delays no request while one of its processes drains', async () => {
    first.state = 'draining';
    await until(async () => (await answerers()) === 'second');
    first.state = 'ready';
    await until(async () => (await answerers()) === 'first second');
  });

  it('keeps its targets while its name cannot be resolved', async () => {
    isNameKnown = false;
    await second.close();
    await until(async () => (await answerers()) === 'first');
    await second.listen(first.port);
    await until(async () => (await answerers()) === 'first second');
    isNameKnown = true;
  });

  it('gets none at an address that was taken away, although it still answers there', async () => {
    addresses = ['127.0.0.2'];
    await until(async () => (await answerers()) === 'second');
  });
});

describe('a target that misses polls', () => {
  const stub = new StubService('billing');
  beforeAll(() => stub.listen());
  afterAll(() => stub.close());

  it('is used until it has missed two in a row', async () => {
    const upstreams = watchUpstreams(
      (service) => (service === 'billing' ? [stub.url] : []),
      createLog('gateway', 'silent'),
    );
    await until(() => upstreams.isReady('billing'));
    // What every poll finds, the first of which gets no answer, and later two in a row.
    const found: boolean[] = [];
    const missed = new Set([0, 2, 3]);
    stub.server.prependListener('request', ({ socket }) => {
      if (missed.has(found.length)) socket.destroy();
      found.push(upstreams.isReady('billing'));
    });
    await until(() => found.length > 5);
    await upstreams.stop();
    expect(found.slice(0, 6)).toEqual([true, true, true, true, false, true]);
  });
});
