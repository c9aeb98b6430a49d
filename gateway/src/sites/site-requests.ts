import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Logger, notFound } from '@siteninja/core';
import { type FontFiles } from '@siteninja/fonts';
import { type Request, type Response } from 'express';
import { type GatewayConfig } from '../config';
import { type RateLimits } from '../limits/rate-limits';
import { type Proxy } from '../proxy/proxy';
import { clientAddress } from '../request/client-address';
import { type RequestContext } from '../request/context';
import { methodNotAllowed } from '../request/errors';
import { assertBodyExpected, requestIdFor, setHeaders } from '../request/headers';
import { assertOneHost, hasSeveralHosts } from '../request/hosts';
import { segmentsOf, splitTarget } from '../request/paths';
import { type SecureRequests } from '../tls/secure-requests';
import { challengeTokenOf, type ChallengeParts, writeChallenge } from './acme-challenge';
import { writeAnswer } from './cached-response';
import { sendSiteError } from './error-page';
import { writeFont } from './font-files';
import { markdownPath, prefersMarkdown } from './markdown';
import { takeForm, type FormParts } from './site-forms';
import { type SiteCache } from './site-cache';

export interface SiteRequestParts extends FormParts, ChallengeParts {
  config: Pick<GatewayConfig, 'TRUST_PROXY' | 'BODY_TIMEOUT'>;
  sites: SiteCache;
  fonts: FontFiles;
  secure: SecureRequests;
  limits: RateLimits;
  proxy: Proxy;
  log: Logger;
  /** Told of each request that is answered from memory. */
  onCached(): void;
}

export interface SiteRequests {
  /** The hot path: answers from memory, without Express. @returns false where memory does not hold the answer */
  serveCached(request: IncomingMessage, response: ServerResponse): boolean;
  serve(request: Request, response: Response, context: RequestContext): Promise<void>;
}

/** Requests on the hosts of tenants: pages, their files under /_sn/assets, fonts under /_sn/fonts, and forms. */
export function createSiteRequests(parts: SiteRequestParts): SiteRequests {
  const { config, sites, secure, limits, onCached } = parts;
  return {
    serveCached: (request, response) => {
      const answer = prefersMarkdown(request.headers.accept) ? undefined : sites.peek(request);
      if (!answer || hasSeveralHosts(request) || secure.mayHaveToRedirect(request)) return false;
      const { headers, error } = limits.countSite(clientAddress(request, config.TRUST_PROXY));
      const own = ['X-Request-Id', requestIdFor(request), ...headers];
      if (error) {
        sendSiteError(error, request, response, own, parts);
        return true;
      }
      onCached();
      writeAnswer(request, response, answer, own);
      return true;
    },
    serve: async (request, response, context) => {
      const own = ['X-Request-Id', context.requestId];
      try {
        const { headers, error } = limits.countSite(context.address);
        own.push(...headers);
        if (error) throw error;
        await serveCounted(request, response, context, own, parts);
      } catch (error) {
        sendSiteError(error, request, response, own, parts);
      }
    },
  };
}

/** No page has a longer path, and content accepts none. */
const MAX_PATH_CHARACTERS = 2_000;
/** A DNS name with its final dot, and a port. Hosts are cached as they are sent, so longer ones are rejected. */
const MAX_HOST_CHARACTERS = 260;

async function serveCounted(
  request: Request,
  response: Response,
  context: RequestContext,
  own: string[],
  parts: SiteRequestParts,
): Promise<void> {
  const { sites, fonts, proxy, security } = parts;
  assertOneHost(request);
  if ((request.headers.host?.length ?? 0) > MAX_HOST_CHARACTERS) throw notFound('site');
  const { path, query } = splitTarget(request.url);
  const segments = segmentsOf(path);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const encoded = `/${segments.map(encodeURIComponent).join('/')}`;
  if (encoded.length > MAX_PATH_CHARACTERS) throw notFound('page');
  const token = challengeTokenOf(segments);
  if (token !== undefined && isRead) return writeChallenge(request, response, token, own, parts);
  const location = await parts.secure.redirectOf(request, context.host);
  if (location !== null) return writeRedirect(response, location, [...security.flat(), ...own]);
  const formId =
    segments[0] === '_sn' && segments[1] === 'forms' && segments.length === 3 ? segments[2] : undefined;
  if (formId !== undefined && request.method === 'POST') {
    return takeForm(request, response, context, { formId, own }, parts);
  }
  if (!isRead) {
    throw methodNotAllowed(formId === undefined ? 'GET, HEAD' : 'GET, HEAD, POST');
  }
  if (segments[0] === '_sn' && segments[1] === 'assets') {
    setHeaders(response, [...security.flat(), ...own]);
    assertBodyExpected(request);
    response.once('close', parts.slots.take(context.address));
    const target = encoded.slice('/_sn'.length) + query;
    return proxy.forward(request, response, context, { service: 'asset', path: target });
  }
  if (segments[0] === '_sn' && segments[1] === 'fonts') {
    assertBodyExpected(request);
    return writeFont(request, response, segments.slice(2).join('/'), own, { fonts, security });
  }
  const slash = segments.length > 0 && path.endsWith('/') ? '/' : '';
  const answerAt = (wanted: string) =>
    sites.get({ hostHeader: request.headers.host ?? '', host: context.host, path: wanted });
  const twin = prefersMarkdown(request.headers.accept)
    ? await answerAt(markdownPath(encoded + slash))
    : undefined;
  // What is no page, such as a redirect or the sitemap, has no Markdown.
  const answer = twin?.status === 200 ? twin : await answerAt(encoded + slash);
  if (!response.destroyed) writeAnswer(request, response, answer, own);
}

/** Method and body are kept, as of a form (RFC 9110 §15.4.9). It is not cached: a certificate may end. */
function writeRedirect(response: Response, location: string, headers: readonly string[]): void {
  response.writeHead(308, [...headers, 'Location', location, 'Cache-Control', 'no-store']);
  response.end();
}
