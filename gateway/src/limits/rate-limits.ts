import {
  type Caller,
  canonicalId,
  type Clock,
  type DomainError,
  type Logger,
  type Redis,
  tooManyRequests,
} from '@siteninja/core';
import { addressKey, createRateStore, secondsUntilReset, windowCounter } from '@siteninja/http';
import { type Request, type Response } from 'express';
import { type AugmentedRequest, rateLimit } from 'express-rate-limit';
import { type GatewayConfig } from '../config';
import { contextOf, type RequestContext } from '../request/context';
import { setHeaders } from '../request/headers';

type BucketName = 'api' | 'login' | 'register' | 'account' | 'ai' | 'sites';
/** Those that are counted in the shared store. */
type SharedName = Exclude<BucketName, 'sites'>;

interface Bucket<Name extends BucketName = BucketName> {
  name: Name;
  limit: number;
  windowSeconds: number;
}

/** What of a bucket is used up. */
interface Count {
  bucket: Bucket;
  limit: number;
  used: number;
  resetSeconds: number;
}

export interface RateLimits {
  /** Counts an API request, and sets the headers. @throws too_many_requests */
  count(request: Request, response: Response): Promise<void>;
  /** Counts a request of a site, without Express and without a promise. */
  countSite(address: string): { headers: string[]; error: DomainError | null };
}

export interface RateLimitParts {
  config: GatewayConfig;
  redis: Redis | undefined;
  clock: Clock;
  log: Logger;
  /** Told of each request that exceeds its limit. */
  onExceeded(): void;
}

/**
 * A request of the API counts in the bucket of its caller, by one call of the store. One that guesses, or has mails
 * sent, counts in a strict one of its address besides; one that uses AI, in a strict one of its tenant.
 */
export function createRateLimits(parts: RateLimitParts): RateLimits {
  const { config, clock, onExceeded } = parts;
  const buckets = bucketsFrom(config);
  const judge = (counts: readonly Count[]) => {
    const error = excessOf(counts);
    if (error) onExceeded();
    return { headers: rateHeaders(counts), error };
  };
  // Each process counts site requests for itself: the limit keeps one visitor from slowing the others down on this
  // process, and a call to Redis would cost more than most of their answers.
  const countLocally = windowCounter(buckets.sites.windowSeconds * 1000, clock);
  const countSite = (address: string) => {
    const { sites } = buckets;
    const hit = countLocally(addressKey(address));
    const resetSeconds = secondsUntilReset(hit, clock);
    const counts = [{ bucket: sites, limit: sites.limit, used: hit.totalHits, resetSeconds }];
    return judge(counts);
  };
  const { api, login, register, account, ai } = buckets;
  const limiters = {
    api: limiterFor(api, parts),
    login: limiterFor(login, parts),
    register: limiterFor(register, parts),
    account: limiterFor(account, parts),
    ai: limiterFor(ai, parts),
  };
  return {
    countSite,
    count: async (request, response) => {
      const context = contextOf(response);
      const names = bucketsOf(request.method, context);
      if (names === 'none') {
        const unused = { bucket: api, limit: api.limit, used: 0, resetSeconds: api.windowSeconds };
        return setHeaders(response, rateHeaders([unused]));
      }
      if (names === 'sites') return refuse(response, countSite(context.address));
      const counts = await Promise.all(names.map((name) => limiters[name](request, response)));
      return refuse(response, judge(counts));
    },
  };
}

function refuse(response: Response, { headers, error }: ReturnType<RateLimits['countSite']>): void {
  setHeaders(response, headers);
  if (error) throw error;
}

function bucketsFrom(config: GatewayConfig): { [Name in BucketName]: Bucket<Name> } {
  const bucket = <Name extends BucketName>(name: Name, limit: number, windowSeconds: number) => ({
    name,
    limit: Math.max(Math.round(limit * config.RATE_LIMIT_SCALE), 1),
    windowSeconds,
  });
  return {
    api: bucket('api', config.RATE_LIMIT, 3_600),
    login: bucket('login', config.AUTH_RATE_LIMIT, 900),
    register: bucket('register', config.REGISTER_RATE_LIMIT, 3_600),
    account: bucket('account', config.ACCOUNT_RATE_LIMIT, 3_600),
    ai: bucket('ai', config.AI_RATE_LIMIT, 3_600),
    sites: bucket('sites', config.SITE_RATE_LIMIT, 60),
  };
}

/**
 * None for health, as monitors ask more often than any client may, and for what Stripe tells, all of it from few
 * addresses: to check its signature costs no more than to count.
 */
function bucketsOf(
  method: string,
  { path, identity }: RequestContext,
): 'none' | 'sites' | readonly SharedName[] {
  const [first, ...rest] = path?.segments ?? [];
  if (first === 'billing' && rest[0] === 'stripe' && rest[1] === 'webhook') return 'none';
  if (first === 'assets' || first === 'public') return 'sites';
  if (first === 'health') return 'none';
  if (first === 'tenants') return rest[1] === 'ai' && mayUseAi(identity.caller) ? ['api', 'ai'] : ONLY_API;
  const strict = first === 'auth' ? strictBucketOf(method, rest) : null;
  return strict === null ? ONLY_API : ['api', strict];
}

/** The service refuses all others: they must not use up what the tenant has. */
function mayUseAi({ isSuperAdmin, permissions }: Caller): boolean {
  return isSuperAdmin || permissions.has('use:ai');
}

const ONLY_API = ['api'] as const;

/** Of what is below /auth. */
function strictBucketOf(method: string, [second, third]: readonly string[]): SharedName | null {
  if (second === 'invitations') return 'account';
  if (['GET', 'HEAD', 'OPTIONS'].includes(method)) return null;
  if (second === 'login' || second === 'register') return second;
  if ((second === 'mfa' && third === 'verify') || (second === 'passkeys' && third === 'login'))
    return 'login';
  return second === 'password' || second === 'email' ? 'account' : null;
}

function keyOf({ name }: Bucket, { address, identity, path }: RequestContext): string {
  if (name === 'api' && identity.rate) return identity.rate.key;
  if (name === 'ai') return `ai:${canonicalId(path?.segments[1] ?? '')}`;
  return `${name}:${addressKey(address)}`;
}

/** express-rate-limit for one bucket. */
function limiterFor(bucket: Bucket<SharedName>, { clock, log, redis }: RateLimitParts) {
  const windowMs = bucket.windowSeconds * 1000;
  const store = createRateStore({ windowMs, clock, log, redis });
  const notNeeded = (): void => undefined;
  const property = `rateLimit.${bucket.name}`;
  const count = rateLimit({
    windowMs,
    limit: (_request, response) => limitOf(bucket, contextOf(response)),
    keyGenerator: (_request, response) => keyOf(bucket, contextOf(response)),
    store: { increment: (key) => store.increment(key), decrement: notNeeded, resetKey: notNeeded },
    requestPropertyName: property,
    // Its X-RateLimit-Reset is a time of day, where the contract promises the seconds left; and sites, which are
    // counted without Express, need the same headers. So all of them are written by `rateHeaders`.
    standardHeaders: false,
    legacyHeaders: false,
    validate: false,
    // The other buckets that it counts in are still to be told of.
    handler: (_request, _response, next) => next(),
  });
  return async (request: Request, response: Response): Promise<Count> => {
    await new Promise<void>((resolve, reject) => {
      const done = (error?: unknown): void =>
        error === undefined ? resolve() : reject(error instanceof Error ? error : new Error(String(error)));
      void count(request, response, done);
    });
    const info = isCounted(request, property) ? request[property] : undefined;
    const resetTime = info?.resetTime;
    const resetSeconds = resetTime ? secondsUntilReset({ resetTime }, clock) : 0;
    return { bucket, limit: limitOf(bucket, contextOf(response)), used: info?.used ?? 0, resetSeconds };
  };
}

/** An API key has its own limit. */
function limitOf(bucket: Bucket, { identity }: RequestContext): number {
  return (bucket.name === 'api' ? identity.rate?.limit : null) ?? bucket.limit;
}

function isCounted(request: Request, property: string): request is AugmentedRequest {
  return property in request;
}

/** Null while there is none. */
function excessOf(counts: readonly Count[]): DomainError | null {
  const exceeded = counts.filter(({ limit, used }) => used > limit);
  if (exceeded.length === 0) return null;
  const seconds = Math.max(...exceeded.map(({ resetSeconds }) => resetSeconds));
  return tooManyRequests('request.rate_limited', 'Too many requests', seconds);
}

const remainingOf = ({ limit, used }: Count): number => Math.max(limit - used, 0);

/**
 * `RateLimit` and `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers-11 for every bucket, `X-RateLimit-*` for
 * the one of which least remains. A flat list is the fastest to write.
 */
function rateHeaders(counts: readonly Count[]): string[] {
  const tightest = counts.reduce((one, other) => (remainingOf(other) < remainingOf(one) ? other : one));
  const states = counts.map((each) => `"${each.bucket.name}";r=${remainingOf(each)};t=${each.resetSeconds}`);
  const policies = counts.map(({ bucket, limit }) => `"${bucket.name}";q=${limit};w=${bucket.windowSeconds}`);
  return [
    'X-RateLimit-Limit',
    String(tightest.limit),
    'X-RateLimit-Remaining',
    String(remainingOf(tightest)),
    'X-RateLimit-Reset',
    String(tightest.resetSeconds),
    'RateLimit',
    states.join(', '),
    'RateLimit-Policy',
    policies.join(', '),
  ];
}
