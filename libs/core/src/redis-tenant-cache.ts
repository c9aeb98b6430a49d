import { createHash } from 'node:crypto';
import { newId } from './ids';
import { type Logger } from './log';
import { type Redis } from './redis';
import { type Lookup, MAX_AGE_MS, MAX_VALUE_LENGTH, NOTHING_KNOWN, type TenantCache } from './tenant-cache';
import { inTime, pause } from './waiting';

/** The client's own timeout costs more than the command, and does not end for what a stopped Redis has been sent. */
const COMMAND_TIMEOUT_MS = 500;
const RETRY_INTERVAL_MS = 250;
/** More than the commit of a change is tried for. */
const HOLD_MS = 15_000;
/** Of one tenant of one service. */
const MAX_TENANT_BYTES = 4 * 1024 * 1024;

/**
 * The shared cache on Redis: a hash for each tenant, which each change deletes. A generation is a hash's life, and
 * never comes back.
 *
 * All hashes belong to an epoch. A process begins a new one with each connection, and whenever a command of it was
 * lost: then nobody finds any longer what was kept before, as the lost command may have been to delete it. Until it has
 * done so, the process neither reads nor keeps anything.
 */
export async function redisTenantCache(client: Redis, service: string, log: Logger): Promise<TenantCache> {
  const cache = new RedisTenantCache(client, service, log);
  await cache.open();
  return cache;
}

interface Script {
  text: string;
  hash: string;
}

const script = (text: string): Script => ({ text, hash: createHash('sha1').update(text).digest('hex') });

/** KEYS: epoch, hash, holds. ARGV: field, the generation that may begin, its milliseconds. */
const GET = script(`
local epoch = redis.call('GET', KEYS[1])
if not epoch then
  epoch = ARGV[2]
  redis.call('SET', KEYS[1], epoch)
end
local kept = redis.call('HMGET', KEYS[2], 'epoch', 'generation', ARGV[1])
if kept[1] == epoch then return { kept[2], kept[3] } end
if redis.call('EXISTS', KEYS[3]) == 1 then return {} end
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[2], 'epoch', epoch, 'generation', ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return { ARGV[2] }`);

/** KEYS: hash. ARGV: generation, field, value, the bytes that a tenant may take. */
const SET = script(`
if redis.call('HGET', KEYS[1], 'generation') ~= ARGV[1] then return end
local bytes = redis.call('HINCRBY', KEYS[1], 'bytes', #ARGV[2] + #ARGV[3])
if bytes <= tonumber(ARGV[4]) then redis.call('HSET', KEYS[1], ARGV[2], ARGV[3]) end`);

/** KEYS: hash and holds of each tenant. ARGV: the id of the change, its milliseconds. */
const HOLD = script(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i = 1, #KEYS, 2 do
  redis.call('UNLINK', KEYS[i])
  redis.call('ZREMRANGEBYSCORE', KEYS[i + 1], '-inf', now)
  redis.call('ZADD', KEYS[i + 1], now + ARGV[2], ARGV[1])
  redis.call('PEXPIRE', KEYS[i + 1], ARGV[2])
end`);

/** The same keys. ARGV: the id of the change. Deletes again, as the hold may have been evicted or have ended. */
const RELEASE = script(`
for i = 1, #KEYS, 2 do
  redis.call('UNLINK', KEYS[i])
  redis.call('ZREM', KEYS[i + 1], ARGV[1])
end`);

class RedisTenantCache implements TenantCache {
  readonly #client: Redis;
  readonly #prefix: string;
  readonly #log: Logger;
  readonly #closing = new AbortController();
  /** Whether the epoch is younger than the last loss. */
  #isCurrent = false;
  /** Losses so far: commands without an answer, connections, and what was not even sent. */
  #losses = 0;
  #isRecovering = false;
  readonly #onReady = (): void => this.#lose();

  constructor(client: Redis, service: string, log: Logger) {
    this.#client = client;
    this.#prefix = `tenants:${service}`;
    this.#log = log;
  }

  async open(): Promise<void> {
    this.#client.on('ready', this.#onReady);
    await this.#beginEpoch().catch(() => undefined);
    if (!this.#isCurrent) this.#lose();
  }

  async get(tenantId: string, key: string): Promise<Lookup> {
    if (!this.#isCurrent) return NOTHING_KNOWN;
    const keys = [this.#epochKey, ...this.#keysOf(tenantId)];
    const reply = await this.#run(GET, keys, [key, newId(), String(MAX_AGE_MS)]);
    if (!Array.isArray(reply)) return NOTHING_KNOWN;
    const [generation, value] = reply.map((part: unknown) => (typeof part === 'string' ? part : undefined));
    return { generation, value };
  }

  async set(tenantId: string, key: string, value: string, generation: string): Promise<void> {
    if (!this.#isCurrent || value.length > MAX_VALUE_LENGTH) return;
    const [hash] = this.#keysOf(tenantId);
    await this.#run(SET, [hash], [generation, key, value, String(MAX_TENANT_BYTES)]);
  }

  async hold(tenantIds: Iterable<string>): Promise<() => Promise<void>> {
    const keys = [...tenantIds].flatMap((tenantId) => this.#keysOf(tenantId));
    const change = newId();
    await this.#change(HOLD, keys, [change, String(HOLD_MS)]);
    return () => this.#change(RELEASE, keys, [change]);
  }

  close(): void {
    this.#closing.abort();
    this.#client.off('ready', this.#onReady);
  }

  get #epochKey(): string {
    return `${this.#prefix}:epoch`;
  }

  #keysOf(tenantId: string): [hash: string, holds: string] {
    const hash = `${this.#prefix}:${tenantId}`;
    return [hash, `${hash}:holds`];
  }

  /** Whoever changes something goes on without Redis, and must not wait for it again and again. */
  async #change(change: Script, keys: string[], args: string[]): Promise<void> {
    if (keys.length === 0) return;
    if (this.#isCurrent) await this.#run(change, keys, args);
    else this.#lose();
  }

  /** @returns undefined where Redis does not answer in time */
  async #run({ text, hash }: Script, keys: string[], args: string[]): Promise<unknown> {
    const rest = [String(keys.length), ...keys, ...args];
    try {
      return await this.#send(['EVALSHA', hash, ...rest]);
    } catch (error) {
      if (!isUnknownScript(error)) return this.#lose(error);
      return this.#send(['EVAL', text, ...rest]).catch((reason: unknown) => this.#lose(reason));
    }
  }

  #send(command: string[]): Promise<unknown> {
    const late = (): Error => new Error('Redis took too long.');
    return inTime(this.#client.sendCommand(command, { timeout: 0 }), COMMAND_TIMEOUT_MS, late);
  }

  #lose(error?: unknown): undefined {
    this.#isCurrent = false;
    this.#losses += 1;
    if (error !== undefined) this.#log.debug('the cache of tenants does not answer', { error });
    void this.#recover();
  }

  async #recover(): Promise<void> {
    if (this.#isRecovering) return;
    this.#isRecovering = true;
    while (!this.#isCurrent && !this.#closing.signal.aborted) {
      await this.#beginEpoch().catch(() => pause(RETRY_INTERVAL_MS, this.#closing.signal));
    }
    this.#isRecovering = false;
  }

  /** @throws where Redis does not answer in time */
  async #beginEpoch(): Promise<void> {
    const losses = this.#losses;
    await this.#send(['SET', this.#epochKey, newId()]);
    // What was lost meanwhile may have come after it.
    this.#isCurrent = losses === this.#losses;
  }
}

function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOSCRIPT');
}
