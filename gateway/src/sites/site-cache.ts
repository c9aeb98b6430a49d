import { type IncomingMessage } from 'node:http';
import { type Cache } from '@siteninja/core';
import { LRUCache } from 'lru-cache';
import { type HeaderList } from '../request/headers';
import { singleFlight } from '../single-flight';
import { type PreparedAnswer, prepareAnswer, siteAnswer } from './cached-response';
import { type AskContent, parsed, type Site, siteHosts } from './site-hosts';

export interface SiteParts {
  ask: AskContent;
  cache: Cache | undefined;
  security: HeaderList;
}

/** A request of a site, as far as it decides the answer. */
export interface SiteRequest {
  /** The header as it was sent, which is what hosts are remembered by. */
  hostHeader: string;
  host: string;
  path: string;
}

export interface Sites {
  /** The answer to a request, where all that it takes is in memory: the hot path. */
  recall(request: IncomingMessage): PreparedAnswer | undefined;
  /** @throws unavailable where content is away and nothing is remembered */
  answer(request: SiteRequest): Promise<PreparedAnswer>;
  /** What a tenant's hosts show may have changed. */
  forget(tenantId: string): void;
}

const MOST_BYTES = 64 * 1024 * 1024;
/** What is not there has no end of names: asking for those must not push out what is there. */
const MOST_PASSING_BYTES = 8 * 1024 * 1024;
/** Milliseconds. What belongs to no release may change at any time; it is kept as long as a host is believed. */
const UNRELEASED_LIFE = 1_000;
/** Seconds. A release never changes; this only lets go of old ones. */
const SHARED_LIFE = 86_400;

/** Sites by host and path: memory over the shared cache over content. */
export function siteDelivery({ ask, cache, security }: SiteParts): Sites {
  const hosts = siteHosts(ask, cache);
  const share = singleFlight<PreparedAnswer>();
  const lasting = answersUpTo(MOST_BYTES);
  const passing = answersUpTo(MOST_PASSING_BYTES);
  const known = (key: string): PreparedAnswer | undefined => lasting.get(key) ?? passing.get(key);
  const make = async (site: Site, host: string, path: string): Promise<PreparedAnswer> => {
    const { tenantId, releaseId } = site;
    const key = `site-answer:${releaseId ?? ''}:${path}`;
    const shared = releaseId === null ? undefined : parsed(siteAnswer, await cache?.get(key));
    if (shared) return prepareAnswer(shared, security, Infinity);
    const query = new URLSearchParams({
      host,
      ...(tenantId === null ? {} : { tenantId }),
      ...(releaseId === null ? {} : { releaseId }),
      path,
    });
    const made = await ask(`/internal/sites/answer?${query.toString()}`, siteAnswer);
    // Of the paths that are not there, there is no end: they must not fill what all processes share.
    const lasts = releaseId !== null && made.status < 400;
    if (lasts) await cache?.set(key, JSON.stringify(made), SHARED_LIFE);
    return prepareAnswer(made, security, lasts ? Infinity : performance.now() + UNRELEASED_LIFE);
  };
  return {
    recall: ({ method, headers, url = '' }) => {
      if (method !== 'GET' && method !== 'HEAD') return undefined;
      const site = hosts.recall(headers.host ?? '');
      if (!site) return undefined;
      const mark = url.indexOf('?');
      const answer = known(keyOf(site, headers.host ?? '', mark < 0 ? url : url.slice(0, mark)));
      return answer && answer.until > performance.now() ? answer : undefined;
    },
    answer: async ({ hostHeader, host, path }) => {
      const site = await hosts.find(hostHeader, host);
      const key = keyOf(site, hostHeader, path);
      const last = known(key);
      if (last && last.until > performance.now()) return last;
      try {
        const answer = await share(key, () => make(site, host, path));
        (answer.until === Infinity ? lasting : passing).set(key, answer);
        return answer;
      } catch (error) {
        if (!last) throw error;
        return last;
      }
    },
    forget: hosts.forget,
  };
}

function answersUpTo(maxSize: number): LRUCache<string, PreparedAnswer> {
  return new LRUCache({ maxSize, sizeCalculation: ({ size }) => size });
}

/** Content may know by now whose an unknown host is: what it answers is for that host alone. */
function keyOf({ releaseId, status, tenantId }: Site, hostHeader: string, path: string): string {
  if (releaseId !== null) return `${releaseId} ${path}`;
  return `${status} ${tenantId ?? hostHeader} ${path}`;
}
