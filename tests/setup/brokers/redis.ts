import { createClient } from 'redis';
import { within } from '../../../deploy/local/src/database/processes';
import { type BrokerKind, findBroker, type FoundBroker, type Search } from './broker';

const ASK_DEADLINE_MS = 3000;

/** How to find it; exported for the tests. */
export const redis: BrokerKind = {
  name: 'Redis',
  variable: 'REDIS_URL',
  usualUrl: 'redis://127.0.0.1:6379',
  program: 'redis-server',
  knownPaths: [],
  ask,
  ownServer: (port, folder) => ({
    args: [
      '--bind',
      '127.0.0.1',
      '--port',
      String(port),
      '--dir',
      folder,
      '--save',
      '',
      '--appendonly',
      'no',
    ],
    url: `redis://127.0.0.1:${port}`,
    env: {},
  }),
};

/**
 * Finds a Redis for the tests: REDIS_URL, 127.0.0.1:6379, an installed redis-server, one that apt-get installs
 * (root on Debian). Never throws: what is in the way is in `missing`.
 */
export function findRedis(search: Search): Promise<FoundBroker> {
  return findBroker(redis, search);
}

async function ask(url: string): Promise<void> {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: ASK_DEADLINE_MS, reconnectStrategy: false },
  });
  client.on('error', () => undefined); // The same error rejects the call that waits.
  try {
    await within(client.connect(), ASK_DEADLINE_MS);
    await within(client.ping(), ASK_DEADLINE_MS);
  } finally {
    client.destroy();
  }
}
