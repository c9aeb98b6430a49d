import { setMaxListeners } from 'node:events';
import { DomainError, type Logger, pause, type ServiceName, SERVICES } from '@siteninja/core';
import { serviceUnavailable } from '@siteninja/http';
import { parse, s } from '@siteninja/schema';
import { request } from 'undici';

const POLL_INTERVAL_MS = 300;
const POLL_TIMEOUT_MS = 1_000;
const MAX_WAIT_MS = 3_000;
/** A busy target misses a poll now and then; it is down after this many in a row. */
const MAX_MISSED_POLLS = 5;

/**
 * From best to worst. An `unready` target runs but lacks something that it needs: it is used where none is ready,
 * as it knows best what to answer. Targets that are `draining` or `down` get no requests.
 */
const STATES = ['ready', 'unready', 'draining', 'down'] as const;
type State = (typeof STATES)[number];

/** One process of a service, in a form that http-proxy need not parse. */
export interface Target {
  url: string;
  protocol: string;
  host: string;
  hostname: string;
  port: string;
}

interface WatchedTarget {
  target: Target;
  state: State;
  missedPolls: number;
}

export interface Upstreams {
  /** A target for a request, by turns; waits up to 3 s for one. @throws unavailable */
  pick(service: ServiceName): Promise<Target> | Target;
  /** For a target that accepted no connection: it gets no request until it has answered a poll. */
  markDown(target: Target): void;
  /** All targets as URLs, the ready ones first. */
  urls(service: ServiceName): string[];
  isReady(service: ServiceName): boolean;
  stop(): Promise<void>;
}

/** Watches the targets of all services by their `/health/ready`. */
export function watchUpstreams(targetsOf: (service: ServiceName) => string[], log: Logger): Upstreams {
  const services = new Map(SERVICES.map((service) => [service, targetsOf(service).map(newTarget)]));
  const targets = (service: ServiceName): WatchedTarget[] => services.get(service) ?? [];
  const turns = new Map<ServiceName, number>();
  const waiting = new Set<() => void>();
  const stopping = newStopping();

  const pickNow = (service: ServiceName): Target | undefined => {
    const ready = targets(service).filter(({ state }) => state === 'ready');
    const candidates = ready.length > 0 ? ready : targets(service).filter(({ state }) => state === 'unready');
    if (candidates.length < 2) return candidates[0]?.target;
    const turn = (turns.get(service) ?? 0) + 1;
    turns.set(service, turn);
    return candidates[turn % candidates.length]?.target;
  };
  const waitFor = (service: ServiceName): Promise<Target> =>
    new Promise((resolve, reject) => {
      const tryAgain = (): void => {
        const target = pickNow(service);
        if (target) end(() => resolve(target));
      };
      const timer = setTimeout(() => end(() => reject(serviceUnavailable(service))), MAX_WAIT_MS);
      const end = (settle: () => void): void => {
        waiting.delete(tryAgain);
        clearTimeout(timer);
        settle();
      };
      waiting.add(tryAgain);
    });
  const watch = async (service: ServiceName, watched: WatchedTarget): Promise<void> => {
    while (!stopping.signal.aborted) {
      const before = watched.state;
      await poll(watched, stopping.signal);
      if (watched.state !== before && !stopping.signal.aborted) {
        log.info('upstream changed', { service, target: watched.target.url, state: watched.state });
        for (const tryAgain of [...waiting]) tryAgain();
      }
      await pause(POLL_INTERVAL_MS, stopping.signal);
    }
  };
  const watches = SERVICES.flatMap((service) => targets(service).map((watched) => watch(service, watched)));

  return {
    pick: (service) => pickNow(service) ?? waitFor(service),
    markDown: (target) => {
      for (const watched of [...services.values()].flat()) {
        if (watched.target === target) watched.state = 'down';
      }
    },
    urls: (service) =>
      [...targets(service)]
        .sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state))
        .map(({ target }) => target.url),
    isReady: (service) => targets(service).some(({ state }) => state === 'ready'),
    stop: async () => {
      stopping.abort();
      await Promise.all(watches);
    },
  };
}

/**
 * Makes a call of the gateway's own that a client's request needs. Like a proxied request it waits up to 3 s for a
 * target and is made once more where the target is down, so that the restart of a service fails no request.
 * @param call one that may be made twice
 */
export async function withFailover<T>(
  upstreams: Pick<Upstreams, 'pick' | 'markDown'>,
  service: ServiceName,
  call: () => Promise<T>,
): Promise<T> {
  const target = await upstreams.pick(service);
  try {
    return await call();
  } catch (error) {
    if (!wasRefused(error)) throw error;
    // The target ended since the last poll.
    upstreams.markDown(target);
    await upstreams.pick(service);
    return call();
  }
}

function wasRefused(error: unknown): boolean {
  const cause = error instanceof DomainError ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ECONNREFUSED';
}

function newTarget(url: string): WatchedTarget {
  const { protocol, host, hostname, port } = new URL(url);
  return { target: { url, protocol, host, hostname, port }, state: 'down', missedPolls: 0 };
}

/** Each target adds two listeners, which Node would take for a leak. */
function newStopping(): AbortController {
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  return stopping;
}

async function poll(watched: WatchedTarget, stopping: AbortSignal): Promise<void> {
  try {
    // No AbortSignal.any: it keeps a little of every poll for as long as `stopping` lives.
    const { statusCode, body } = await request(`${watched.target.url}/health/ready`, {
      signal: stopping,
      headersTimeout: POLL_TIMEOUT_MS,
      bodyTimeout: POLL_TIMEOUT_MS,
    });
    watched.state = stateFrom(statusCode, await body.text());
    watched.missedPolls = 0;
  } catch (error) {
    watched.missedPolls += 1;
    const refused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
    if (refused || watched.missedPolls >= MAX_MISSED_POLLS) watched.state = 'down';
  }
}

function stateFrom(status: number, body: string): State {
  if (status === 200) return 'ready';
  try {
    const answer = parse(s.anyObject(), JSON.parse(body));
    return 'value' in answer && answer.value.status === 'draining' ? 'draining' : 'unready';
  } catch {
    // Another server answers, such as a load balancer in between.
    return 'down';
  }
}
