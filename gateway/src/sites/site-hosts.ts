import { type AnswerOf, type calls, siteHost, siteHostKey } from '@siteninja/contracts';
import { type Cache, type Clock, SingleFlight } from '@siteninja/core';
import { parse, type Schema } from '@siteninja/schema';
import { LRUCache } from 'lru-cache';

export type Site = AnswerOf<typeof calls.getSiteHost>;

export interface SiteHosts {
  /** What a host shows, if that is cached and fresh. @param hostHeader as it was sent */
  peek(hostHeader: string): Site | undefined;
  /** @throws unavailable where content does not answer and the host was never seen */
  get(hostHeader: string, host: string): Promise<Site>;
  /** Call it when what a tenant's hosts show has changed. */
  evict(tenantId: string): void;
}

interface CachedHost {
  site: Site;
  /** -Infinity where it has to be fetched again. */
  fetchedAtMs: number;
}

const MAX_HOSTS = 50_000;
const HOST_TTL_MS = 1_000;

export interface SiteHostsParts {
  askHost(host: string): Promise<Site>;
  /** Content writes the live release of a host there when it activates one. */
  shared: Cache | undefined;
  clock: Clock;
}

export function cacheSiteHosts({ askHost, shared, clock }: SiteHostsParts): SiteHosts {
  const hosts = new LRUCache<string, CachedHost>({ max: MAX_HOSTS });
  const flights = new SingleFlight<CachedHost>();
  const freshSite = (hostHeader: string): Site | undefined => {
    const cached = hosts.get(hostHeader);
    return cached && clock.monotonicMs() - cached.fetchedAtMs <= HOST_TTL_MS ? cached.site : undefined;
  };
  const fetch = (host: string) => async (isCurrent: () => boolean) => {
    const startedAt = clock.monotonicMs();
    const site = parseCached(siteHost, await shared?.get(siteHostKey(host))) ?? (await askHost(host));
    // An answer that was asked for before an eviction may be outdated.
    return { site, fetchedAtMs: isCurrent() ? startedAt : -Infinity };
  };
  return {
    peek: freshSite,
    get: async (hostHeader, host) => {
      const fresh = freshSite(hostHeader);
      if (fresh) return fresh;
      try {
        const fetched = await flights.run(host, fetch(host));
        hosts.set(hostHeader, fetched);
        return fetched.site;
      } catch (error) {
        const stale = hosts.peek(hostHeader);
        if (!stale) throw error;
        // Content is unavailable: the last answer is served, and content is asked again in a second.
        stale.fetchedAtMs = clock.monotonicMs();
        return stale.site;
      }
    },
    evict: (tenantId) => {
      flights.restart();
      for (const cached of hosts.values()) {
        if (cached.site.tenantId === tenantId) cached.fetchedAtMs = -Infinity;
      }
    },
  };
}

/** A value of the shared cache; undefined where it is not there, or not what it should be. */
export function parseCached<T>(schema: Schema<T>, json: string | undefined): T | undefined {
  if (json === undefined) return undefined;
  try {
    const checked = parse(schema, JSON.parse(json));
    return 'value' in checked ? checked.value : undefined;
  } catch {
    return undefined;
  }
}
