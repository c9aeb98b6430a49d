import { setMaxListeners } from 'node:events';
import { DomainError, type Logger, pause } from '@siteninja/core';
import { SERVICES, type ServiceName } from '@siteninja/http';
import { parse, s } from '@siteninja/schema';
import { request } from 'undici';

/** Milliseconds. */
const POLL = 300;
const POLL_DEADLINE = 1_000;
const LONGEST_WAIT = 3_000;
/** A busy target misses a poll now and then; only one that misses this many in a row is away. */
const MOST_MISSED = 5;

/**
 * `unready` is a target that runs but lacks something itself: it knows best what to answer. `draining` and
 * `away` are not sent anything.
 */
type State = 'ready' | 'unready' | 'draining' | 'away';

/** One process of a service, in the form that http-proxy takes without parsing it again. */
export interface Target {
  url: string;
  protocol: string;
  host: string;
  hostname: string;
  port: string;
}

interface Watched {
  target: Target;
  state: State;
  missed: number;
}

export interface Upstreams {
  /** A target to send a request to, after at most 3 s. @throws unavailable */
  pick(service: ServiceName): Promise<Target> | Target;
  /** What did not accept a connection is not tried again until it has answered a poll. */
  reportAway(target: Target): void;
  /** All targets as URLs, the ready ones first. */
  urls(service: ServiceName): string[];
  isReady(service: ServiceName): boolean;
  stop(): Promise<void>;
}

/** Watches the targets of all services by their `/health/ready`. */
export function watchUpstreams(targetsOf: (service: ServiceName) => string[], log: Logger): Upstreams {
  const services = new Map(SERVICES.map((service) => [service, targetsOf(service).map(watched)]));
  const of = (service: ServiceName): Watched[] => services.get(service) ?? [];
  const turns = new Map<ServiceName, number>();
  const waiting = new Set<() => void>();
  const stopping = newStopping();

  const usable = (service: ServiceName): Target | undefined => {
    const all = of(service);
    const ready = all.filter(({ state }) => state === 'ready');
    const candidates = ready.length > 0 ? ready : all.filter(({ state }) => state === 'unready');
    if (candidates.length < 2) return candidates[0]?.target;
    const turn = (turns.get(service) ?? 0) + 1;
    turns.set(service, turn);
    return candidates[turn % candidates.length]?.target;
  };
  const waitFor = (service: ServiceName): Promise<Target> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const target = usable(service);
        if (target) end(() => resolve(target));
      };
      const timer = setTimeout(() => end(() => reject(serviceAway(service))), LONGEST_WAIT);
      const end = (settle: () => void): void => {
        waiting.delete(look);
        clearTimeout(timer);
        settle();
      };
      waiting.add(look);
    });
  const watch = async (service: ServiceName, of: Watched): Promise<void> => {
    while (!stopping.signal.aborted) {
      const before = of.state;
      await poll(of, stopping.signal);
      if (of.state !== before && !stopping.signal.aborted) {
        log.info('an upstream changed', { service, target: of.target.url, state: of.state });
        for (const look of [...waiting]) look();
      }
      await pause(POLL, stopping.signal);
    }
  };
  const watches = SERVICES.flatMap((service) => of(service).map((each) => watch(service, each)));

  return {
    pick: (service) => usable(service) ?? waitFor(service),
    reportAway: (target) => {
      for (const each of [...services.values()].flat()) if (each.target === target) each.state = 'away';
    },
    urls: (service) => {
      const rank = ({ state }: Watched): number => ['ready', 'unready', 'draining', 'away'].indexOf(state);
      return [...of(service)].sort((a, b) => rank(a) - rank(b)).map(({ target }) => target.url);
    },
    isReady: (service) => of(service).some(({ state }) => state === 'ready'),
    stop: async () => {
      stopping.abort();
      await Promise.all(watches);
    },
  };
}

/**
 * A call of the gateway's own that a client's request needs: like the request itself it waits up to 3 s for a
 * target, so that the restart of a service fails nobody. It must be one that may be made twice.
 */
export async function patiently<T>(
  upstreams: Pick<Upstreams, 'pick' | 'reportAway'>,
  service: ServiceName,
  call: () => Promise<T>,
): Promise<T> {
  const target = await upstreams.pick(service);
  try {
    return await call();
  } catch (error) {
    if (!wasRefused(error)) throw error;
    // It ended since the last poll.
    upstreams.reportAway(target);
    await upstreams.pick(service);
    return call();
  }
}

function wasRefused(error: unknown): boolean {
  const cause = error instanceof DomainError ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ECONNREFUSED';
}

export function serviceAway(service: ServiceName): DomainError {
  return new DomainError(
    'unavailable',
    'service.unavailable',
    `The ${service} service is away for a moment. Try again.`,
    { headers: { 'Retry-After': '2' } },
  );
}

function watched(url: string): Watched {
  const { protocol, host, hostname, port } = new URL(url);
  return { target: { url, protocol, host, hostname, port }, state: 'away', missed: 0 };
}

/** Every target waits on it twice: that is no leak. */
function newStopping(): AbortController {
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  return stopping;
}

async function poll(of: Watched, stopping: AbortSignal): Promise<void> {
  try {
    // Not AbortSignal.any, which keeps a little of every call for as long as `stopping` lives.
    const { statusCode, body } = await request(`${of.target.url}/health/ready`, {
      signal: stopping,
      headersTimeout: POLL_DEADLINE,
      bodyTimeout: POLL_DEADLINE,
    });
    of.state = stateFrom(statusCode, await body.text());
    of.missed = 0;
  } catch (error) {
    of.missed += 1;
    const refused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
    if (refused || of.missed >= MOST_MISSED) of.state = 'away';
  }
}

function stateFrom(status: number, body: string): State {
  if (status === 200) return 'ready';
  try {
    const answer = parse(s.anyObject(), JSON.parse(body));
    return 'value' in answer && answer.value.status === 'draining' ? 'draining' : 'unready';
  } catch {
    // A balancer in between answers something else.
    return 'away';
  }
}
