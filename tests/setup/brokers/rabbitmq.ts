import { connect } from 'amqplib';
import * as path from 'node:path';
import { within } from '../../../deploy/local/src/database/processes';
import { type BrokerKind, findBroker, type FoundBroker, type Search } from './broker';

const ASK_DEADLINE_MS = 3000;

/** How to find it; exported for the tests. */
export const rabbitMq: BrokerKind = {
  name: 'RabbitMQ',
  variable: 'RABBITMQ_URL',
  usualUrl: 'amqp://guest:guest@127.0.0.1:5672',
  program: 'rabbitmq-server',
  // Debian's program on PATH is a wrapper that insists on the system's own user and folders.
  knownPaths: ['/usr/lib/rabbitmq/bin/rabbitmq-server'],
  ask,
  ownServer: (port, folder) => ({
    args: [],
    url: `amqp://guest:guest@127.0.0.1:${port}`,
    env: {
      HOME: folder,
      RABBITMQ_NODENAME: `siteninja-${port}@localhost`,
      RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
      RABBITMQ_NODE_PORT: String(port),
      // Below the range of freePort, which begins at 20000, and far below the ports that the system gives to whoever
      // connects: one of these may be taken while the broker is down.
      RABBITMQ_DIST_PORT: String(port - 10_000),
      RABBITMQ_MNESIA_BASE: folder,
      RABBITMQ_LOG_BASE: folder,
      RABBITMQ_LOGS: '-',
      // Files that are not there: nothing of the system's configuration and plugins.
      RABBITMQ_CONFIG_FILE: path.join(folder, 'none'),
      RABBITMQ_CONF_ENV_FILE: path.join(folder, 'none'),
      RABBITMQ_ENABLED_PLUGINS_FILE: path.join(folder, 'enabled_plugins'),
    },
  }),
};

/**
 * Finds a RabbitMQ for the tests: RABBITMQ_URL, 127.0.0.1:5672, an installed rabbitmq-server, one that apt-get
 * installs (root on Debian). Never throws: what is in the way is in `missing`.
 */
export function findRabbitMq(search: Search): Promise<FoundBroker> {
  return findBroker(rabbitMq, search);
}

async function ask(url: string): Promise<void> {
  const connection = await within(connect(url, { timeout: ASK_DEADLINE_MS }), ASK_DEADLINE_MS);
  connection.on('error', () => undefined); // It answered; how the connection ends is of no interest.
  await within(connection.close(), ASK_DEADLINE_MS);
}
