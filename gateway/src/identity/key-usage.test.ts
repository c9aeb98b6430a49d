import { createLog, hashApiKey, newApiKey, testClock } from '@siteninja/core';
import { echo } from '@siteninja/testing';
import { idOfKey } from '../test-stubs';
import { ask, startWorld } from '../test-support';
import { collectKeyUsage, type KeyRequest, type KeyUsage, type KeyUsageParts } from './key-usage';

const request = (more: Partial<KeyRequest> = {}): KeyRequest => ({
  apiKeyId: 'one',
  endpoint: '/plans',
  method: 'GET',
  statusCode: 200,
  ...more,
});
type Batch = Parameters<KeyUsageParts['send']>[0];

describe('the usage of API keys', () => {
  const clock = testClock();
  const log = createLog('gateway', 'silent');
  const usages: KeyUsage[] = [];
  const collect = (send: KeyUsageParts['send']): KeyUsage => {
    const usage = collectKeyUsage({ send, clock, log });
    usages.push(usage);
    return usage;
  };
  afterEach(() => Promise.all(usages.splice(0).map((usage) => usage.stop())));

  it('requests that are alike are one item of a batch, by day', async () => {
    const sent: Batch[] = [];
    const usage = collect((batch) => Promise.resolve(sent.push(batch)));
    usage.count(request());
    usage.count(request());
    usage.count(request({ statusCode: 404 }));
    const today = clock.now().toISOString().slice(0, 10);
    clock.advance(24 * 60 * 60 * 1_000);
    usage.count(request());
    await usage.flush();
    await usage.flush();
    const tomorrow = clock.now().toISOString().slice(0, 10);
    expect(sent.map(({ items }) => items)).toEqual([
      [
        { ...request(), day: today, count: 2 },
        { ...request({ statusCode: 404 }), day: today, count: 1 },
        { ...request(), day: tomorrow, count: 1 },
      ],
    ]);
  });

  it('a batch that could not be sent is sent again under the same id, before later ones', async () => {
    const sent: Batch[] = [];
    let isDown = true;
    const usage = collect((batch) => {
      sent.push(batch);
      return isDown ? Promise.reject(new Error('unavailable')) : Promise.resolve();
    });
    usage.count(request());
    await usage.flush();
    isDown = false;
    usage.count(request({ statusCode: 500 }));
    await usage.flush();
    expect(sent.map(({ items: [item] }) => item?.statusCode)).toEqual([200, 200, 500]);
    expect(sent[0]).toEqual(sent[1]);
    expect(sent[2]?.batchId).not.toBe(sent[1]?.batchId);
  });

  it('keeps at most 10,000 kinds in memory while identity is unavailable', async () => {
    let isDown = true;
    const sent: Batch[] = [];
    const usage = collect((batch) => {
      if (isDown) return Promise.reject(new Error('unavailable'));
      return Promise.resolve(sent.push(batch));
    });
    for (const round of ['a', 'b', 'c']) {
      for (let index = 0; index < 11_000; index += 1) usage.count(request({ apiKeyId: `${round}${index}` }));
      await usage.flush();
    }
    isDown = false;
    await usage.flush();
    const items = sent.flatMap((batch) => batch.items);
    expect(items).toHaveLength(10_000);
    expect(items.every(({ apiKeyId }) => apiKeyId.startsWith('c'))).toBe(true);
    expect(Math.max(...sent.map((batch) => batch.items.length))).toBe(200);
  });

  it('counts what a service answers to a key, by its route, and sends the rest at the end', async () => {
    const world = await startWorld();
    const key = newApiKey();
    world.stubs.content.handle = (asked) => ({
      ...echo(asked),
      headers: { 'x-route': '/tenants/:tenantId/pages/:pageId' },
    });
    const get = (path: string, headers: Record<string, string>) => ask(`${world.url}${path}`, { headers });
    const page = '/api/tenants/t1/pages/p1';
    await get(page, { 'x-api-key': key });
    await get(`${page}?a=1`, { 'x-api-key': key });
    await get(page, { authorization: `Bearer ${world.identity.token()}` });
    await get('/api/nothing', { 'x-api-key': key });
    await get('/api/plans', { 'x-api-key': key });
    await world.stop();
    expect(world.identity.usage.flatMap(({ items }) => items)).toEqual([
      {
        apiKeyId: idOfKey(hashApiKey(key)),
        endpoint: '/tenants/:tenantId/pages/:pageId',
        method: 'GET',
        statusCode: 200,
        day: world.clock.now().toISOString().slice(0, 10),
        count: 2,
      },
    ]);
  });
});
