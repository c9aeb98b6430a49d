import { createClient } from 'redis';
import { claimDatabase } from './redis-database';

const url = process.env.TEST_REDIS_URL;

(url ? describe : describe.skip)('a logical database of Redis for each run of the tests', () => {
  const server = new URL(url ?? 'redis://127.0.0.1');
  server.pathname = '';

  it('two runs at once get a database each, and leave nothing behind in them', async () => {
    const [first, second] = [await claimDatabase(server.href), await claimDatabase(server.href)];
    expect(new Set([first.url, second.url, url]).size).toBe(3);
    const client = await createClient({ url: first.url }).connect();
    await client.set('left', 'behind');
    await Promise.all([first.stop(), second.stop()]);
    expect(await client.dbSize()).toBe(0);
    client.destroy();
  });

  it('a database that the URL names is used as it is', async () => {
    const named = new URL(server);
    named.pathname = '/0';
    expect((await claimDatabase(named.href)).url).toBe(named.href);
  });
});
