import { createSecureContext, type SecureContext } from 'node:tls';
import { type AnswerOf, type calls } from '@siteninja/contracts';
import { type Clock, Semaphore, SingleFlight, unavailable } from '@siteninja/core';
import { LRUCache } from 'lru-cache';

export interface CertificatesParts {
  ask(host: string): Promise<AnswerOf<typeof calls.getCertificate>>;
  clock: Clock;
}

/** The certificates of tenants' hosts. */
export interface Certificates {
  /** Whether a host has one, if that is known; undefined where it has to be asked. */
  peek(host: string): boolean | undefined;
  /** Null for a host that has none. @throws unavailable where nobody can tell */
  get(host: string): Promise<SecureContext | null>;
}

interface CachedCertificate {
  context: SecureContext | null;
  expiresAtMs: number;
  /** By the monotonic clock: it is asked for again after that. */
  freshUntilMs: number;
}

const MAX_HOSTS = 2_000;
/** One that is renewed replaces another that is good for weeks. */
const HELD_TTL_MS = 5 * 60_000;
/** A host that has none may be given one at any moment. */
const NONE_TTL_MS = 10_000;
/** Names in handshakes cost their senders nothing. */
const LOOK_UPS = {
  permits: 20,
  maxWaiting: 200,
  maxWaitMs: 5_000,
  busy: () => unavailable('service.unavailable', 'Many certificates are being looked up.'),
};

export function cacheCertificates({ ask, clock }: CertificatesParts): Certificates {
  const hosts = new LRUCache<string, CachedCertificate>({ max: MAX_HOSTS });
  const flights = new SingleFlight<CachedCertificate>();
  const lookUps = new Semaphore(LOOK_UPS);
  const fresh = (host: string): CachedCertificate | undefined => {
    const cached = hosts.get(host);
    return cached && clock.monotonicMs() < cached.freshUntilMs ? cached : undefined;
  };
  const fetch = async (host: string): Promise<CachedCertificate> => {
    const { certificate } = await lookUps.run(() => ask(host));
    const ttl = certificate === null ? NONE_TTL_MS : HELD_TTL_MS;
    const cached = {
      context: certificate && createSecureContext({ cert: certificate.chain, key: certificate.privateKey }),
      expiresAtMs: certificate === null ? 0 : Date.parse(certificate.expiresAt),
      freshUntilMs: clock.monotonicMs() + ttl,
    };
    hosts.set(host, cached);
    return cached;
  };
  return {
    peek: (host) => {
      const cached = fresh(host);
      return cached && cached.context !== null;
    },
    get: async (host) => {
      const known = fresh(host);
      if (known) return known.context;
      try {
        return (await flights.run(host, () => fetch(host))).context;
      } catch (error) {
        // The tenant service is unavailable: the last certificate is used for as long as it is good.
        const stale = hosts.peek(host);
        if (!stale || stale.expiresAtMs <= clock.now().getTime()) throw error;
        return stale.context;
      }
    },
  };
}
