import { type Cache } from '@siteninja/core';
import { type Infer, parse, s, type Schema } from '@siteninja/schema';
import { LRUCache } from 'lru-cache';
import { singleFlight } from '../single-flight';

/** What a host shows. */
const siteHost = s.object({
  tenantId: s.nullable(s.string()),
  status: s.enum('live', 'none', 'deleted', 'suspended', 'unknown'),
  releaseId: s.nullable(s.string()),
});
export type Site = Infer<typeof siteHost>;

/** Asks content, in the gateway's own name. */
export type AskContent = <T>(path: string, answer: Schema<T>) => Promise<T>;

export interface SiteHosts {
  /** What is known of a host, by its header as it was sent, and still believed. */
  recall(hostHeader: string): Site | undefined;
  /** @throws unavailable where content is away and the host was never seen */
  find(hostHeader: string, host: string): Promise<Site>;
  /** What a tenant's hosts show may have changed. */
  forget(tenantId: string): void;
}

interface KnownHost {
  site: Site;
  /** In the time of performance.now(). */
  askedAt: number;
}

const MOST_HOSTS = 50_000;
/** Milliseconds that a host's release is believed. */
const HOST_LIFE = 1_000;

/** @param cache shared with content, which writes a host's live release there when it activates one */
export function siteHosts(ask: AskContent, cache: Cache | undefined): SiteHosts {
  const hosts = new LRUCache<string, KnownHost>({ max: MOST_HOSTS });
  const share = singleFlight<KnownHost>();
  // What was asked before a host was forgotten may already be wrong, and is asked again.
  let generation = 0;
  const askFor = async (host: string): Promise<KnownHost> => {
    const [askedAt, askedIn] = [performance.now(), generation];
    const shared = await cache?.get(`site-host:${host}`);
    const site =
      parsed(siteHost, shared) ??
      (await ask(`/internal/sites/host?${new URLSearchParams({ host }).toString()}`, siteHost));
    return { site, askedAt: generation === askedIn ? askedAt : -Infinity };
  };
  return {
    recall: (hostHeader) => {
      const known = hosts.get(hostHeader);
      return known && isFresh(known) ? known.site : undefined;
    },
    find: async (hostHeader, host) => {
      const known = hosts.get(hostHeader);
      if (known && isFresh(known)) return known.site;
      try {
        const asked = await share(`${generation} ${host}`, () => askFor(host));
        hosts.set(hostHeader, asked);
        return asked.site;
      } catch (error) {
        if (!known) throw error;
        // Content is away: what was right last stays right, and is asked for again in a second.
        hosts.set(hostHeader, { site: known.site, askedAt: performance.now() });
        return known.site;
      }
    },
    forget: (tenantId) => {
      generation += 1;
      for (const known of hosts.values()) if (known.site.tenantId === tenantId) known.askedAt = -Infinity;
    },
  };
}

function isFresh({ askedAt }: KnownHost): boolean {
  return performance.now() - askedAt <= HOST_LIFE;
}

/** What the shared cache holds, if it is what it should be. */
export function parsed<T>(schema: Schema<T>, json: string | undefined): T | undefined {
  if (json === undefined) return undefined;
  try {
    const checked = parse(schema, JSON.parse(json));
    return 'value' in checked ? checked.value : undefined;
  } catch {
    // Whatever else lies under the key is as good as nothing.
    return undefined;
  }
}
