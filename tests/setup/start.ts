import * as path from 'node:path';
import { type FoundBroker, findRabbitMq, findRedis } from './brokers';
import { openDatabase } from '../../deploy/local/src/database';
import { claimDatabase } from './redis-database';
import { stopAll, stopLater } from './running';

// Relative imports throughout: jest's moduleNameMapper does not apply here.

/**
 * Before all tests: one database that keeps nothing, and the brokers if they can be had. The suites find them in
 * TEST_MONGODB_URI, TEST_RABBITMQ_URL and TEST_REDIS_URL; the last two are unset where there is no such broker.
 * Ctrl-C needs no handler: what was started ends with this process.
 */
export default async function start(): Promise<void> {
  const { env } = process;
  const dataFolder = path.join(__dirname, '..', '..', '.data');
  try {
    const database = await openDatabase({ dataFolder, storage: 'memory', env, progress: say });
    stopLater(database);
    env['TEST_MONGODB_URI'] = patient(database.uri);
    say(`Tests use ${database.description}`);
    // One after the other, as both may have to ask apt-get.
    passOn('TEST_RABBITMQ_URL', await findRabbitMq({ env, progress: say }), env['RABBITMQ_URL']);
    passOn('TEST_REDIS_URL', await ownDatabase(await findRedis({ env, progress: say })), env['REDIS_URL']);
  } catch (error) {
    await stopAll(); // jest does not call the teardown when the setup has failed
    throw error;
  }
}

/** A machine that stands still for half a minute, as virtual ones do, is no fault of what is tested. */
function patient(uri: string): string {
  return `${uri}${uri.includes('?') ? '&' : '?'}socketTimeoutMS=120000&connectTimeoutMS=60000`;
}

/** A Redis may be shared with other runs and with whatever else the machine does. */
async function ownDatabase(redis: FoundBroker): Promise<FoundBroker> {
  if ('missing' in redis) return redis;
  const { url, stop } = await claimDatabase(redis.url);
  return { ...redis, url, stop: () => stop().finally(() => redis.stop()) };
}

/** What someone asked for by name must be there: a run that skips it would be green for nothing. */
function passOn(variable: string, broker: FoundBroker, asked: string | undefined): void {
  if ('missing' in broker) {
    if (asked) throw new Error(broker.missing);
    Reflect.deleteProperty(process.env, variable);
    return say(`Tests: ${broker.missing}`);
  }
  stopLater(broker);
  process.env[variable] = broker.url;
  say(`Tests use ${broker.description}`);
}

function say(line: string): void {
  // Standard output belongs to jest's reporters (`--json`).
  process.stderr.write(`${line}\n`);
}
