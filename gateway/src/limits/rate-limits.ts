import { DomainError } from '@siteninja/core';
import { type Hit, localCounter, type RateStore } from '@siteninja/http';
import { type Request, type Response } from 'express';
import { type AugmentedRequest, rateLimit, type Store } from 'express-rate-limit';
import { type GatewayConfig } from '../config';
import { type Exchange, exchangeOf, type Exchanges } from '../request/context';
import { setHeaders } from '../request/headers';
import { addressKey } from '../request/hosts';
import { type ApiPath } from '../request/paths';

const BUCKETS = ['api', 'login', 'register', 'forms', 'ai', 'sites'] as const;
type BucketName = (typeof BUCKETS)[number];

interface Bucket {
  name: BucketName;
  limit: number;
  windowSeconds: number;
}

export interface Limits {
  /** Counts a request of the API, and writes the headers. @throws too_many_requests */
  count(request: Request, response: Response): Promise<void>;
  /** Counts a request of a site. */
  countSite(address: string): { headers: string[]; refusal: DomainError | null };
}

/** Every request is counted in one bucket, by one call of the store. */
export function limitsBy(config: GatewayConfig, store: RateStore, exchanges: Exchanges): Limits {
  const buckets = bucketsFrom(config);
  // Sites are counted by each process for itself: they are limited to keep one visitor from hurting the others
  // on this process, and a call to Redis would cost more than most of their answers.
  const countLocally = localCounter();
  const countSite = (address: string) => {
    const { sites } = buckets;
    const hit = countLocally(addressKey(address), sites.windowSeconds);
    const headers = rateHeaders(sites, sites.limit, hit);
    return { headers, refusal: hit.count > sites.limit ? tooMany(hit.resetSeconds) : null };
  };
  const limiters = new Map(
    BUCKETS.map((name) => [name, limiterFor(buckets[name], store, exchanges)] as const),
  );
  return {
    countSite,
    count: async (request, response) => {
      const exchange = exchangeOf(exchanges, request);
      const name = bucketOf(request.method, exchange);
      if (name === 'sites') {
        const { headers, refusal } = countSite(exchange.address);
        setHeaders(response, headers);
        if (refusal) throw refusal;
        return;
      }
      if (name === null) setUncounted(response, buckets.api);
      else await limiters.get(name)?.(request, response);
    },
  };
}

function bucketsFrom(config: GatewayConfig): Record<BucketName, Bucket> {
  const scaled = (limit: number): number => Math.max(Math.round(limit * config.RATE_LIMIT_SCALE), 1);
  const bucket = (name: BucketName, limit: number, windowSeconds: number): Bucket => ({
    name,
    limit: scaled(limit),
    windowSeconds,
  });
  return {
    api: bucket('api', config.RATE_LIMIT, 3_600),
    login: bucket('login', config.AUTH_RATE_LIMIT, 900),
    register: bucket('register', config.REGISTER_RATE_LIMIT, 3_600),
    forms: bucket('forms', config.FORM_RATE_LIMIT, 3_600),
    ai: bucket('ai', config.AI_RATE_LIMIT, 3_600),
    sites: bucket('sites', config.SITE_RATE_LIMIT, 60),
  };
}

/** Where passwords and the like can be guessed. */
const GUESSABLE = new Set(['login', 'mfa', 'password', 'email', 'invitations']);

/** Null where nothing is counted: whoever watches the gateway's health asks more often than any client may. */
function bucketOf(method: string, { path, isSite, identity }: Exchange): BucketName | null {
  const [first, second, third] = path?.segments ?? [];
  if (isSite || first === 'assets') return isForm(method, path) ? 'forms' : 'sites';
  if (first === 'health') return null;
  if (['GET', 'HEAD', 'OPTIONS'].includes(method)) return 'api';
  if (first === 'auth' && second === 'register') return 'register';
  if (first === 'auth' && GUESSABLE.has(second ?? '')) return 'login';
  if (isForm(method, path)) return 'forms';
  // Only a member's requests: a stranger must not use up what the tenant has.
  return third === 'ai' && identity.caller.tenant?.id === second ? 'ai' : 'api';
}

function isForm(method: string, path: ApiPath | null): boolean {
  const [first, second] = path?.segments ?? [];
  return method === 'POST' && second === 'forms' && (first === 'public' || first === '_sn');
}

function keyOf({ name }: Bucket, { address, identity, path }: Exchange): string {
  if (name === 'ai') return `ai:${path?.segments[1] ?? ''}`;
  if (name === 'api' && identity.rate.key !== '') return identity.rate.key;
  return `${name}:${addressKey(address)}`;
}

function limiterFor(bucket: Bucket, store: RateStore, exchanges: Exchanges) {
  const ownLimit = (request: Request): number =>
    (bucket.name === 'api' ? exchangeOf(exchanges, request).identity.rate.limit : null) ?? bucket.limit;
  const count = rateLimit({
    windowMs: bucket.windowSeconds * 1000,
    limit: ownLimit,
    keyGenerator: (request) => keyOf(bucket, exchangeOf(exchanges, request)),
    store: storeFor(bucket, store),
    // It knows other forms of the headers than the contract's; they are written below.
    standardHeaders: false,
    legacyHeaders: false,
    validate: false,
    handler: (request) => {
      throw tooMany(hitOf(request).resetSeconds);
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
      setHeaders(response, rateHeaders(bucket, ownLimit(request), hitOf(request)));
    }
  };
}

function setUncounted(response: Response, bucket: Bucket): void {
  const hit = { count: 0, resetSeconds: bucket.windowSeconds };
  setHeaders(response, rateHeaders(bucket, bucket.limit, hit));
}

function storeFor({ windowSeconds }: Bucket, store: RateStore): Store {
  const nothing = (): void => undefined;
  return {
    increment: async (key) => {
      const { count, resetSeconds } = await store.hit(key, windowSeconds);
      return { totalHits: count, resetTime: new Date(Date.now() + resetSeconds * 1000) };
    },
    decrement: nothing,
    resetKey: nothing,
  };
}

function hitOf(request: Request): Hit {
  if (!isCounted(request)) return { count: 0, resetSeconds: 0 };
  const { used = 0, resetTime } = request.rateLimit ?? {};
  const left = (resetTime?.getTime() ?? 0) - Date.now();
  return { count: used, resetSeconds: Math.max(Math.ceil(left / 1000), 0) };
}

function isCounted(request: Request): request is AugmentedRequest {
  return 'rateLimit' in request;
}

/** As a flat list, which costs least. */
function rateHeaders({ name, windowSeconds }: Bucket, limit: number, hit: Hit): string[] {
  const remaining = Math.max(limit - hit.count, 0);
  return [
    'X-RateLimit-Limit',
    String(limit),
    'X-RateLimit-Remaining',
    String(remaining),
    'X-RateLimit-Reset',
    String(hit.resetSeconds),
    'RateLimit',
    `"${name}";r=${remaining};t=${hit.resetSeconds}`,
    'RateLimit-Policy',
    `"${name}";q=${limit};w=${windowSeconds}`,
  ];
}

function tooMany(retryAfter: number): DomainError {
  const message = `Too many requests. Try again in ${retryAfter} seconds.`;
  return new DomainError('too_many_requests', 'request.rate_limited', message, {
    headers: { 'Retry-After': String(retryAfter) },
    details: [{ field: 'retryAfter', message, retryAfter }],
  });
}
