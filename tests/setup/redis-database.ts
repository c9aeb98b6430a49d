import { createClient, type RedisClientType } from 'redis';

/** Redis has 16 logical databases, unless it is told otherwise; 0 is everybody's. */
const DATABASES = Array.from({ length: 15 }, (_, index) => index + 1);
const CLAIM = 'siteninja:tests';
/** Of a run that was killed; its other keys expire by themselves too. */
const CLAIM_SECONDS = 7_200;

/**
 * Claims an empty logical database of a Redis for one run of the tests, so that runs at the same time do not see
 * each other's keys, and none are left behind.
 * @returns the URL with the database in it. A URL that names one already is used as it is, and so is a Redis that
 *   has none to spare; what is then written expires by itself
 */
export async function claimDatabase(url: string): Promise<{ url: string; stop(): Promise<void> }> {
  const unclaimed = { url, stop: () => Promise.resolve() };
  if (!['', '/'].includes(new URL(url).pathname)) return unclaimed;
  for (const database of DATABASES) {
    const own = new URL(url);
    own.pathname = `/${database}`;
    if (await run(own.href, claim)) {
      return { url: own.href, stop: () => run(own.href, (client) => client.flushDb().then(() => undefined)) };
    }
  }
  return unclaimed;
}

/** Whether the database was empty, and is now this run's. */
async function claim(client: RedisClientType): Promise<boolean> {
  if ((await client.dbSize()) > 0) return false;
  const expiration = { type: 'EX' as const, value: CLAIM_SECONDS };
  return (await client.set(CLAIM, String(process.pid), { condition: 'NX', expiration })) === 'OK';
}

async function run<Result>(url: string, work: (client: RedisClientType) => Promise<Result>): Promise<Result> {
  const client: RedisClientType = createClient({ url, socket: { reconnectStrategy: false } });
  client.on('error', () => undefined); // The same error rejects the command.
  await client.connect();
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}
