import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type Logger, pause, type ServiceName } from '@siteninja/core';
import { pollReadiness, type Watched } from './readiness';

const LOOKUP_INTERVAL_MS = 2_000;
const POLL_INTERVAL_MS = 300;

/** One process of a service, in a form that http-proxy need not parse. */
export interface Target {
  url: string;
  protocol: string;
  /** What the `Host` header says: the configured name, whatever its address. */
  host: string;
  /** Where connections go: an address, or the name where it has to be kept. */
  hostname: string;
  port: string;
}

/** The addresses that a host name has now. */
export type Lookup = (hostname: string) => Promise<string[]>;

/** As the operating system answers, which knows the search domains of a cluster. */
export const systemLookup: Lookup = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address);

/** Asks for one name at a time: each question holds a thread of Node's small pool for as long as it is open. */
export function oneAtATime(ask: Lookup): Lookup {
  let last: Promise<unknown> = Promise.resolve();
  return (hostname) => {
    const answer = last.then(() => ask(hostname));
    last = answer.catch(() => undefined);
    return answer;
  };
}

export interface WatchParts {
  lookup: Lookup;
  log: Logger;
  stopping: AbortSignal;
  /** A target has another state, or there are others. */
  onChange(): void;
}

export interface WatchedTarget extends Watched {
  target: Target;
}

export interface ServiceTargets {
  all(): WatchedTarget[];
  /** Resolves when no more polls are made, after `stopping`. */
  ended(): Promise<void>;
}

/**
 * Follows the processes of one service. A host name stands for as many targets as it has addresses, and is asked for
 * them again and again: where processes are added, they get requests within seconds.
 */
export function watchTargets(service: ServiceName, urls: string[], parts: WatchParts): ServiceTargets {
  const { log, stopping, onChange } = parts;
  const targets = new Map<string, WatchedTarget>();
  const polls = new Set<Promise<void>>();
  const watch = async (watched: WatchedTarget): Promise<void> => {
    const { url } = watched.target;
    while (!stopping.aborted && targets.get(url) === watched) {
      const before = watched.state;
      await pollReadiness(watched, watched.target, stopping);
      if (watched.state !== before && !stopping.aborted) {
        log.info('upstream changed', { service, target: url, state: watched.state });
        onChange();
      }
      await pause(POLL_INTERVAL_MS, stopping);
    }
  };
  const add = (target: Target): void => {
    if (targets.has(target.url)) return;
    const watched: WatchedTarget = { target, state: 'down', missedPolls: 0 };
    targets.set(target.url, watched);
    const polling = watch(watched).finally(() => polls.delete(polling));
    polls.add(polling);
  };
  const follow = async (url: URL): Promise<void> => {
    let known: Target[] = [];
    while (!stopping.aborted) {
      // A question that fails says nothing about the processes: their polls do.
      const addresses = await parts.lookup(url.hostname).catch(() => []);
      if (stopping.aborted) return;
      if (addresses.length > 0) {
        const found = addresses.map((address) => targetAt(url, address));
        found.forEach(add);
        for (const gone of known.filter((target) => !found.some(({ url }) => url === target.url))) {
          targets.delete(gone.url);
          log.info('upstream gone', { service, target: gone.url });
        }
        known = found;
      }
      await pause(LOOKUP_INTERVAL_MS, stopping);
    }
  };
  for (const url of urls.map((each) => new URL(each))) {
    if (isKept(url)) add(targetAt(url, url.hostname));
    else void follow(url);
  }
  return {
    all: () => [...targets.values()],
    ended: async () => {
      await Promise.all(polls);
    },
  };
}

/** An address is its own, and a certificate is for the name and not for its addresses. */
function isKept({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || isIP(hostname.replace(/^\[|\]$/g, '')) > 0;
}

function targetAt({ protocol, host, port }: URL, hostname: string): Target {
  const authority = isIP(hostname) === 6 ? `[${hostname}]` : hostname;
  const url = `${protocol}//${authority}${port === '' ? '' : `:${port}`}`;
  return { url, protocol, host, hostname, port };
}
