import { type IncomingMessage } from 'node:http';
import { type calls, type QueryOf, siteAnswer, siteAnswerPrefix } from '@siteninja/contracts';
import { SingleFlight } from '@siteninja/core';
import { LRUCache } from 'lru-cache';
import { type HeaderList } from '../request/headers';
import { type PreparedAnswer, prepareAnswer, type SiteAnswer } from './cached-response';
import { cacheSiteHosts, parseCached, type Site, type SiteHostsParts } from './site-hosts';

type Question = QueryOf<typeof calls.getSiteAnswer>;

/** `shared` is shared with other gateways, and with content. */
export interface SiteCacheParts extends SiteHostsParts {
  askAnswer(question: Question): Promise<SiteAnswer>;
  security: HeaderList;
}

/** A request of a site, as far as it decides the answer. */
interface SiteRequest {
  /** The Host header as it was sent: hosts are cached by it. */
  hostHeader: string;
  host: string;
  path: string;
}

export interface SiteCache {
  /** The answer to a request, if memory holds all that it takes: the hot path. */
  peek(request: IncomingMessage): PreparedAnswer | undefined;
  /** @throws unavailable where content does not answer and nothing is cached */
  get(request: SiteRequest): Promise<PreparedAnswer>;
  /** Call it when what a tenant's hosts show has changed. */
  evict(tenantId: string): void;
}

const MAX_RELEASE_BYTES = 64 * 1024 * 1024;
/** Unknown paths are unbounded: their answers have a cache of their own, so that they evict no real page. */
const MAX_VOLATILE_BYTES = 8 * 1024 * 1024;
/** What belongs to no release may change at any time; it is believed for as long as a host. */
const VOLATILE_TTL_MS = 1_000;
/** A release never changes; this drops the answers of old ones. */
const SHARED_TTL_SECONDS = 86_400;

/** Sites by host and path: memory above the shared cache above content. */
export function createSiteCache(parts: SiteCacheParts): SiteCache {
  const { askAnswer, shared, security, clock } = parts;
  const hosts = cacheSiteHosts(parts);
  const flights = new SingleFlight<PreparedAnswer>();
  const sizes = { sizeCalculation: ({ sizeBytes }: PreparedAnswer) => sizeBytes };
  const releaseCache = new LRUCache<string, PreparedAnswer>({ maxSize: MAX_RELEASE_BYTES, ...sizes });
  const volatileCache = new LRUCache<string, PreparedAnswer>({
    maxSize: MAX_VOLATILE_BYTES,
    ...sizes,
    ttl: VOLATILE_TTL_MS,
    ttlResolution: 0,
    perf: { now: () => clock.monotonicMs() },
    // Stale answers are served while content is unavailable.
    noDeleteOnStaleGet: true,
  });
  const cached = (key: string): PreparedAnswer | undefined => releaseCache.get(key) ?? volatileCache.get(key);
  const fetch = async (key: string, site: Site, request: SiteRequest): Promise<PreparedAnswer> => {
    const sharedKey = sharedKeyOf(site, request);
    const known = sharedKey === null ? undefined : parseCached(siteAnswer, await shared?.get(sharedKey));
    const answer = known ?? (await askAnswer(questionOf(site, request)));
    const isKept = answer.headers['Cache-Control'] !== 'no-store';
    const isPartOfRelease = sharedKey !== null && answer.status < 400 && isKept;
    const prepared = await prepareAnswer(answer, security, { isCompressed: isPartOfRelease });
    // A preview is of this moment; error pages are believed for as long as a host.
    if (isKept || answer.status >= 400) (isPartOfRelease ? releaseCache : volatileCache).set(key, prepared);
    if (isPartOfRelease && !known) await shared?.set(sharedKey, JSON.stringify(answer), SHARED_TTL_SECONDS);
    return prepared;
  };
  return {
    peek: ({ method, headers, url = '' }) => {
      if (method !== 'GET' && method !== 'HEAD') return undefined;
      const site = hosts.peek(headers.host ?? '');
      if (!site || site.redirectTo !== null) return undefined;
      const mark = url.indexOf('?');
      return cached(keyOf(site, headers.host ?? '', mark < 0 ? url : url.slice(0, mark)));
    },
    get: async (request) => {
      const site = await hosts.get(request.hostHeader, request.host);
      if (site.redirectTo !== null) return redirectTo(site.redirectTo + request.path, security);
      const key = keyOf(site, request.hostHeader, request.path);
      const fresh = cached(key);
      if (fresh) return fresh;
      try {
        return await flights.run(key, () => fetch(key, site, request));
      } catch (error) {
        const stale = volatileCache.get(key, { allowStale: true });
        if (!stale) throw error;
        return stale;
      }
    },
    evict: hosts.evict,
  };
}

/** Null for what belongs to no release. */
function sharedKeyOf({ tenantId, releaseId }: Site, { path }: SiteRequest): string | null {
  if (tenantId === null || releaseId === null) return null;
  return `${siteAnswerPrefix(tenantId)}${releaseId}:${path}`;
}

/** From a host that is not the tenant's primary one. It is believed for as long as the visitor looks at the page. */
function redirectTo(location: string, security: HeaderList): Promise<PreparedAnswer> {
  const headers = { Location: location, 'Cache-Control': 'public, max-age=0, must-revalidate' };
  return prepareAnswer({ status: 301, headers, body: '' }, security, { isCompressed: false });
}

function questionOf({ tenantId, releaseId }: Site, { host, path }: SiteRequest): Question {
  return {
    host,
    ...(tenantId === null ? {} : { tenantId }),
    ...(releaseId === null ? {} : { releaseId }),
    path,
  };
}

/**
 * Answers outside a release are cached by tenant. Those for an unknown host are cached by host: content may know by
 * now which tenant the host belongs to, and answer for that tenant.
 */
function keyOf({ releaseId, status, tenantId }: Site, hostHeader: string, path: string): string {
  if (releaseId !== null) return `${releaseId} ${path}`;
  return `${status} ${tenantId ?? hostHeader} ${path}`;
}
