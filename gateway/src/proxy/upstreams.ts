import { setMaxListeners } from 'node:events';
import { DomainError, type Logger, type ServiceName, SERVICES } from '@siteninja/core';
import { serviceUnavailable } from '@siteninja/http';
import { STATES } from './readiness';
import {
  type Lookup,
  oneAtATime,
  type ServiceTargets,
  systemLookup,
  type Target,
  type WatchedTarget,
  watchTargets,
} from './targets';

const MAX_WAIT_MS = 3_000;

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

/** Watches the targets of all services by their `/health/ready`, at every address that their names have. */
export function watchUpstreams(
  targetsOf: (service: ServiceName) => string[],
  log: Logger,
  lookup: Lookup = systemLookup,
): Upstreams {
  const stopping = newStopping();
  const turns = new Map<ServiceName, number>();
  const waiting = new Set<() => void>();
  const parts = {
    lookup: oneAtATime(lookup),
    log,
    stopping: stopping.signal,
    onChange: () => [...waiting].forEach((tryAgain) => tryAgain()),
  };
  const services = new Map<ServiceName, ServiceTargets>(
    SERVICES.map((service) => [service, watchTargets(service, targetsOf(service), parts)]),
  );
  const targets = (service: ServiceName): WatchedTarget[] => services.get(service)?.all() ?? [];

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

  return {
    pick: (service) => pickNow(service) ?? waitFor(service),
    markDown: (target) => {
      for (const watched of SERVICES.flatMap(targets)) {
        if (watched.target === target) watched.state = 'down';
      }
    },
    urls: (service) =>
      targets(service)
        .sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state))
        .map(({ target }) => target.url),
    isReady: (service) => targets(service).some(({ state }) => state === 'ready'),
    stop: async () => {
      stopping.abort();
      await Promise.all([...services.values()].map((each) => each.ended()));
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

/** Each target adds two listeners, which Node would take for a leak. */
function newStopping(): AbortController {
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  return stopping;
}
