import { type Clock, DomainError, type Logger, type Redis } from '@siteninja/core';
import { addressKey, createRateStore, secondsUntilReset, windowCounter } from '@siteninja/http';
import { type Request, type Response } from 'express';
import { type AugmentedRequest, rateLimit } from 'express-rate-limit';
import { type GatewayConfig } from '../config';
import { contextOf, type RequestContext } from '../request/context';
import { setHeaders } from '../request/headers';

type BucketName = 'api' | 'login' | 'register' | 'sites';

interface Bucket {
  name: BucketName;
  limit: number;
  windowSeconds: number;
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
}

/** Every request is counted in one bucket, by one call of the store. */
export function createRateLimits(parts: RateLimitParts): RateLimits {
  const { config, clock } = parts;
  const buckets = bucketsFrom(config);
  // Each process counts site requests for itself: the limit keeps one visitor from slowing the others down on this
  // process, and a call to Redis would cost more than most of their answers.
  const countLocally = windowCounter(buckets.sites.windowSeconds * 1000, clock);
  const countSite = (address: string) => {
    const { sites } = buckets;
    const hit = countLocally(addressKey(address));
    const resetSeconds = secondsUntilReset(hit, clock);
    return {
      headers: rateHeaders(sites, sites.limit, hit.totalHits, resetSeconds),
      error: hit.totalHits > sites.limit ? tooManyRequests(resetSeconds) : null,
    };
  };
  const { api, login, register } = buckets;
  const limiters = {
    api: limiterFor(api, parts),
    login: limiterFor(login, parts),
    register: limiterFor(register, parts),
  };
  return {
    countSite,
    count: async (request, response) => {
      const context = contextOf(response);
      const name = bucketOf(request.method, context);
      if (name === null) return setHeaders(response, rateHeaders(api, api.limit, 0, api.windowSeconds));
      if (name !== 'sites') return limiters[name](request, response);
      const { headers, error } = countSite(context.address);
      setHeaders(response, headers);
      if (error) throw error;
    },
  };
}

function bucketsFrom(config: GatewayConfig): Record<BucketName, Bucket> {
  const bucket = (name: BucketName, limit: number, windowSeconds: number): Bucket => ({
    name,
    limit: Math.max(Math.round(limit * config.RATE_LIMIT_SCALE), 1),
    windowSeconds,
  });
  return {
    api: bucket('api', config.RATE_LIMIT, 3_600),
    login: bucket('login', config.AUTH_RATE_LIMIT, 900),
    register: bucket('register', config.REGISTER_RATE_LIMIT, 3_600),
    sites: bucket('sites', config.SITE_RATE_LIMIT, 60),
  };
}

/** Null for health, which is not counted: monitors ask more often than any client may. */
function bucketOf(method: string, { path }: RequestContext): BucketName | null {
  const [first, second] = path?.segments ?? [];
  if (first === 'assets' || first === 'public') return 'sites';
  if (first === 'health') return null;
  if (first !== 'auth' || ['GET', 'HEAD', 'OPTIONS'].includes(method)) return 'api';
  return second === 'login' || second === 'register' ? second : 'api';
}

function keyOf({ name }: Bucket, { address, identity }: RequestContext): string {
  if (name === 'api' && identity.rate) return identity.rate.key;
  return `${name}:${addressKey(address)}`;
}

/** express-rate-limit for one bucket. */
function limiterFor(bucket: Bucket, { clock, log, redis }: RateLimitParts) {
  const windowMs = bucket.windowSeconds * 1000;
  const store = createRateStore({ windowMs, clock, log, redis });
  const notNeeded = (): void => undefined;
  const count = rateLimit({
    windowMs,
    limit: (_request, response) => limitOf(bucket, contextOf(response)),
    keyGenerator: (_request, response) => keyOf(bucket, contextOf(response)),
    store: { increment: (key) => store.increment(key), decrement: notNeeded, resetKey: notNeeded },
    // Its X-RateLimit-Reset is a time of day, where the contract promises the seconds left; and sites, which are
    // counted without Express, need the same headers. So all of them are written by `rateHeaders`.
    standardHeaders: false,
    legacyHeaders: false,
    validate: false,
    handler: (request) => {
      throw tooManyRequests(countOf(request, clock).resetSeconds);
    },
  });
  return async (request: Request, response: Response): Promise<void> => {
    try {
      await new Promise<void>((resolve, reject) => {
        const done = (error?: unknown): void =>
          error === undefined ? resolve() : reject(error instanceof Error ? error : new Error(String(error)));
        void count(request, response, done);
      });
    } finally {
      const { used, resetSeconds } = countOf(request, clock);
      const limit = limitOf(bucket, contextOf(response));
      setHeaders(response, rateHeaders(bucket, limit, used, resetSeconds));
    }
  };
}

/** An API key has its own limit. */
function limitOf(bucket: Bucket, { identity }: RequestContext): number {
  return (bucket.name === 'api' ? identity.rate?.limit : null) ?? bucket.limit;
}

/** What express-rate-limit has counted. */
function countOf(request: Request, clock: Clock): { used: number; resetSeconds: number } {
  const info = isCounted(request) ? request.rateLimit : undefined;
  const resetTime = info?.resetTime;
  return { used: info?.used ?? 0, resetSeconds: resetTime ? secondsUntilReset({ resetTime }, clock) : 0 };
}

function isCounted(request: Request): request is AugmentedRequest {
  return 'rateLimit' in request;
}

/** `X-RateLimit-*` and draft-ietf-httpapi-ratelimit-headers-10, as a flat list, which is the fastest to write. */
function rateHeaders(
  { name, windowSeconds }: Bucket,
  limit: number,
  used: number,
  resetSeconds: number,
): string[] {
  const remaining = Math.max(limit - used, 0);
  return [
    'X-RateLimit-Limit',
    String(limit),
    'X-RateLimit-Remaining',
    String(remaining),
    'X-RateLimit-Reset',
    String(resetSeconds),
    'RateLimit',
    `"${name}";r=${remaining};t=${resetSeconds}`,
    'RateLimit-Policy',
    `"${name}";q=${limit};w=${windowSeconds}`,
  ];
}

function tooManyRequests(retryAfterSeconds: number): DomainError {
  const message = `Too many requests. Try again in ${retryAfterSeconds} seconds.`;
  return new DomainError('too_many_requests', 'request.rate_limited', message, {
    headers: { 'Retry-After': String(retryAfterSeconds) },
    details: [{ field: 'retryAfter', message, retryAfter: retryAfterSeconds }],
  });
}
