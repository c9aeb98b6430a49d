import { type KeyObject } from 'node:crypto';
import { calls } from '@siteninja/contracts';
import { type Cache, type Clock, GATEWAY, type Logger, type Redis } from '@siteninja/core';
import { createFontFiles } from '@siteninja/fonts';
import { callMetrics, sendError, serviceClient, type ServiceClient, targetsOf } from '@siteninja/http';
import { type Request, type Response } from 'express';
import { type Registry } from 'prom-client';
import { type GatewayConfig } from './config';
import { accessTokenVerifier } from './identity/access-tokens';
import { createAuthenticator } from './identity/authenticate';
import { cacheGrants } from './identity/grants';
import { anonymousIdentity, identitiesSignedBy } from './identity/identity';
import { collectKeyUsage } from './identity/key-usage';
import { cacheKeySet } from './identity/key-set';
import { followRevocations } from './identity/revocations';
import { createRateLimits } from './limits/rate-limits';
import { createRequestQuota, type RequestQuotaParts } from './limits/request-quota';
import { gatewayMetrics } from './metrics';
import { createProxy } from './proxy/proxy';
import { createSlots } from './proxy/slots';
import { type Lookup } from './proxy/targets';
import { type Upstreams, watchUpstreams, withFailover } from './proxy/upstreams';
import { apiHeaders } from './request/api-headers';
import { securityHeaders } from './request/headers';
import { apiHostMatcher } from './request/hosts';
import { createSiteCache, type SiteCacheParts } from './sites/site-cache';
import { type ChallengeParts } from './sites/acme-challenge';
import { type FormParts } from './sites/site-forms';
import { createSiteRequests } from './sites/site-requests';
import { cacheCertificates, type Certificates } from './tls/certificates';
import { redirectToTls } from './tls/secure-requests';

/** The gateway's own calls belong to no request. */
const NO_REQUEST = { request: null };

/** What the parts of the gateway are made from. */
interface Assembly {
  config: GatewayConfig;
  stores: { redis: Redis | undefined; cache: Cache | undefined };
  log: Logger;
  clock: Clock;
  lookup: Lookup | undefined;
  registry: Registry;
}

/** Makes the parts of the gateway and connects them, with nothing listening yet. */
export function assemble({ config, stores, log, clock, lookup, registry }: Assembly) {
  const { measure, onShed, onCached } = gatewayMetrics(registry);
  const security = securityHeaders(config);
  const upstreams = watchUpstreams((service) => targetsOf(config, service), log, lookup);
  const key = config.SIGNING_KEY;
  const services = serviceClient(GATEWAY, key, (service) => upstreams.urls(service), callMetrics(registry));

  const siteCalls = siteCallsBy(services);
  const sites = createSiteCache({ ...siteCalls, shared: stores.cache, security, clock });
  const evict = (tag: string): void => {
    identity.grants.evict(tag);
    if (tag.startsWith('site:')) sites.evict(tag.slice('site:'.length));
  };
  const identity = assembleIdentity({ services, upstreams, key, evict, log, clock });
  const send = (error: unknown, request: Request, response: Response): void =>
    sendError(error, request, response, log);
  const slots = createSlots(config, onShed);
  const proxy = createProxy({
    config,
    upstreams,
    invalidate: (tags) => tags.forEach(evict),
    countUsage: (caller, request) => {
      if (caller.type === 'api_key') identity.keyUsage.count({ apiKeyId: caller.apiKeyId, ...request });
    },
    sendError: send,
    log,
  });
  const limits = createRateLimits({ config, ...stores, clock, log, onExceeded: () => onShed('rate_limit') });
  const certificates = certificatesBy(services, clock);
  const siteRequests = createSiteRequests({
    config,
    sites,
    secure: redirectToTls(config, certificates),
    fonts: createFontFiles(),
    limits,
    proxy,
    slots,
    ...siteCalls,
    security,
    log,
    onCached,
  });
  return {
    log,
    security,
    apiHeaders: apiHeaders(config, security),
    upstreams,
    slots,
    ...identity,
    proxy,
    limits,
    quota: createRequestQuota({ send: quotaCallBy(services), clock, log }),
    isApiHost: apiHostMatcher(config),
    siteRequests,
    certificates,
    measure,
    onShed,
    sendError: send,
  };
}

function quotaCallBy(services: ServiceClient): RequestQuotaParts['send'] {
  return (body) => services.call(NO_REQUEST, calls.countApiRequests, { body });
}

function certificatesBy(services: ServiceClient, clock: Clock): Certificates {
  const ask = (host: string) => services.call(NO_REQUEST, calls.getCertificate, { query: { host } });
  return cacheCertificates({ ask, clock });
}

function siteCallsBy(
  services: ServiceClient,
): Pick<SiteCacheParts, 'askHost' | 'askAnswer'> &
  Pick<FormParts, 'submitForm'> &
  Pick<ChallengeParts, 'askChallenge'> {
  return {
    askChallenge: (token) => services.call(NO_REQUEST, calls.getAcmeChallenge, { params: { token } }),
    askHost: (host) => services.call(NO_REQUEST, calls.getSiteHost, { query: { host } }),
    askAnswer: (query) => services.call(NO_REQUEST, calls.getSiteAnswer, { query }),
    submitForm: ({ requestId: id, address: ipAddress }, formId, body) => {
      const request = { id, ipAddress, userAgent: body.userAgent, ifMatch: null };
      return services.call({ request }, calls.submitSiteForm, { params: { formId }, body });
    },
  };
}

interface IdentityAssembly extends Pick<Assembly, 'log' | 'clock'> {
  services: ServiceClient;
  upstreams: Upstreams;
  key: KeyObject;
  evict(tag: string): void;
}

/** Of revocations that withdraw a key of access tokens. */
const SIGNING_KEY = 'signing_key:';

function assembleIdentity({ services, upstreams, key, evict, log, clock }: IdentityAssembly) {
  const newIdentity = identitiesSignedBy(key);
  const anonymous = anonymousIdentity(newIdentity);
  const keys = cacheKeySet({
    targets: () => upstreams.urls('identity'),
    identityToken: () => anonymous.tokenFor('identity'),
    clock,
    log,
  });
  const revocations = followRevocations({
    pull: (query) => services.call(NO_REQUEST, calls.listRevocations, { query }),
    evict: (tag) => {
      if (tag.startsWith(SIGNING_KEY)) keys.withdraw(tag.slice(SIGNING_KEY.length));
      else evict(tag);
    },
    clock,
    log,
  });
  const grants = cacheGrants({
    ask: (body) =>
      withFailover(upstreams, 'identity', () => services.call(NO_REQUEST, calls.getGrants, { body })),
    isCurrent: () => revocations.isCurrent(),
    newIdentity,
    clock,
  });
  const authenticator = createAuthenticator(accessTokenVerifier(keys, clock), grants, newIdentity);
  const keyUsage = collectKeyUsage({
    send: (body) => services.call(NO_REQUEST, calls.countKeyUsage, { body }),
    clock,
    log,
  });
  return { authenticator, grants, keyUsage, revocations };
}
