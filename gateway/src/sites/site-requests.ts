import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type DomainError, type Logger, notFound } from '@siteninja/core';
import { asDomainError, describeError, STATUS } from '@siteninja/http';
import { type Request, type Response } from 'express';
import { type GatewayConfig } from '../config';
import { type Limits } from '../limits/rate-limits';
import { type Proxy } from '../proxy/proxy';
import { type Exchange } from '../request/context';
import { type HeaderList, requestIdFor, setHeaders } from '../request/headers';
import { addressOf, hasSeveralHosts, refuseSeveralHosts } from '../request/hosts';
import { segmentsOf, splitTarget } from '../request/paths';
import { notAllowed } from '../routes/gateway-routes';
import { writeAnswer } from './cached-response';
import { type Sites } from './site-cache';

export interface SiteRequestParts {
  config: Pick<GatewayConfig, 'TRUST_PROXY'>;
  sites: Sites;
  limits: Limits;
  proxy: Proxy;
  security: HeaderList;
  log: Logger;
}

export interface SiteRequests {
  /** Answers at once what memory holds, before Express; false where it does not. */
  serveRemembered(request: IncomingMessage, response: ServerResponse): boolean;
  /** Everything else on a site's host. */
  serve(request: Request, response: Response, exchange: Exchange): Promise<void>;
}

/** Requests on the hosts of tenants: pages, and under /_sn their pictures and forms. Nothing else exists there. */
export function siteRequests(parts: SiteRequestParts): SiteRequests {
  const { config, sites, limits } = parts;
  return {
    serveRemembered: (request, response) => {
      const answer = sites.recall(request);
      if (!answer || hasSeveralHosts(request)) return false;
      const { headers, refusal } = limits.countSite(addressOf(request, config.TRUST_PROXY));
      const own = ['X-Request-Id', requestIdFor(request), ...headers];
      if (refusal) sendSiteError(refusal, request, response, own, parts);
      else writeAnswer(request, response, answer, own);
      return true;
    },
    serve: async (request, response, exchange) => {
      const own = ['X-Request-Id', exchange.requestId];
      try {
        const { headers, refusal } = limits.countSite(exchange.address);
        own.push(...headers);
        if (refusal) throw refusal;
        await serveCounted(request, response, exchange, own, parts);
      } catch (error) {
        sendSiteError(error, request, response, own, parts);
      }
    },
  };
}

/** Characters; no page of ours has a longer one, and content takes no longer one. */
const LONGEST_PATH = 2_000;
/** A DNS name with its final dot, and a port. Hosts are remembered as they are sent: what is longer is no host. */
const LONGEST_HOST = 260;

async function serveCounted(
  request: Request,
  response: Response,
  exchange: Exchange,
  own: string[],
  { sites, proxy, security }: SiteRequestParts,
): Promise<void> {
  refuseSeveralHosts(request);
  if ((request.headers.host?.length ?? 0) > LONGEST_HOST) throw notFound('site');
  const { path, query } = splitTarget(request.url);
  const segments = segmentsOf(path);
  const [first, second, third] = segments;
  const encoded = `/${segments.map(encodeURIComponent).join('/')}`;
  if (encoded.length > LONGEST_PATH) throw notFound('page');
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (first === '_sn' && second === 'forms' && third !== undefined && segments.length === 3) {
    if (request.method !== 'POST') throw notAllowed('POST');
    setHeaders(response, [...security.flat(), ...own]);
    const target = `${encoded}?${new URLSearchParams({ host: exchange.host }).toString()}`;
    return proxy.forward(request, response, exchange, { service: 'content', path: target });
  }
  if (!reads) throw notAllowed('GET, HEAD');
  if (first === '_sn' && second === 'assets') {
    setHeaders(response, [...security.flat(), ...own]);
    const target = encoded.slice('/_sn'.length) + query;
    return proxy.forward(request, response, exchange, { service: 'asset', path: target });
  }
  const slash = segments.length > 0 && path.endsWith('/') ? '/' : '';
  const answer = await sites.answer({
    hostHeader: request.headers.host ?? '',
    host: exchange.host,
    path: encoded + slash,
  });
  if (!response.destroyed) writeAnswer(request, response, answer, own);
}

/** A page where a browser asked, which shows nobody's brand; the envelope for everybody else. */
function sendSiteError(
  error: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  own: readonly string[],
  { security, log }: Pick<SiteRequestParts, 'security' | 'log'>,
): void {
  const known = asDomainError(error, log);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { accept } = request.headers;
  const [requestId, timestamp] = [own[1] ?? '', new Date().toISOString()];
  const described = describeError(known, { requestId, timestamp, accept });
  const html = accept?.includes('text/html') ?? false;
  const body = Buffer.from(html ? errorPage(known) : JSON.stringify(described.body));
  response.writeHead(described.status, [
    ...security.filter(([name]) => !html || name !== 'Content-Security-Policy').flat(),
    ...(html
      ? ['Content-Security-Policy', "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"]
      : []),
    ...Object.entries(known.headers).flat(),
    ...['Content-Type', html ? 'text/html; charset=utf-8' : described.contentType],
    ...['Content-Length', String(body.length), 'Cache-Control', 'no-store'],
    ...(request.complete ? [] : ['Connection', 'close']),
    ...own,
  ]);
  response.end(request.method === 'HEAD' ? undefined : body);
}

function errorPage({ kind, message }: DomainError): string {
  const away = STATUS[kind] >= 500;
  const title = away ? 'This site is away for a moment' : 'This did not work';
  const text = away ? 'Please try again in a minute.' : message;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${title}</title></head>
<body><h1>${title}</h1><p>${text}</p></body>
</html>
`;
}
