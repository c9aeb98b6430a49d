import { type IncomingMessage, type ServerResponse } from 'node:http';
import { describeError } from '@siteninja/http';
import { type GatewayConfig } from './config';
import { type RateLimits } from './limits/rate-limits';
import { overloaded, type ShedReason, type Slots } from './proxy/slots';
import { type ApiHeaders } from './request/api-headers';
import { clientAddress } from './request/client-address';
import { requestIdFor } from './request/headers';
import { normalizeHost } from './request/hosts';
import { type ApiPath, readTarget } from './request/paths';
import { isGatewayRoute } from './routes/gateway-routes';

export interface LoadSheddingParts {
  config: Pick<GatewayConfig, 'TRUST_PROXY'>;
  slots: Slots;
  apiHeaders: ApiHeaders;
  limits: Pick<RateLimits, 'countSite'>;
  isApiHost(host: string): boolean;
  /** Told of each request that is refused. */
  onShed(reason: ShedReason): void;
}

/** Answers a request with 503 where there is no capacity for it. @returns false where there is, and nothing is done */
export type Shed = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Refuses requests of the API that there is no slot for. At twice the load that there is capacity for these are every
 * second one, so to refuse one has to cost a tenth of what an answer costs: it is done without Express, nobody asks
 * who makes the request, and it leaves no line in the log; the metric counts it.
 */
export function loadShedding({ config, slots, apiHeaders, limits, ...parts }: LoadSheddingParts): Shed {
  const { isApiHost, onShed } = parts;
  // Made once: its stack trace would cost as much as the rest of the answer.
  const error = overloaded();
  const errorHeaders = Object.entries(error.headers).flat();
  return (request, response) => {
    if (!slots.areFull() || !isApiHost(normalizeHost(request.headers.host ?? ''))) return false;
    const path = pathOf(request);
    // Orchestrators ask for its health under load too.
    if (path && isGatewayRoute(path)) return false;
    onShed('overloaded');
    const requestId = requestIdFor(request);
    const facts = { requestId, timestamp: new Date().toISOString(), accept: request.headers.accept };
    const { status, contentType, body } = describeError(error, facts);
    const json = JSON.stringify(body);
    response.writeHead(status, [
      ...apiHeaders.of(request, requestId, path),
      ...limits.countSite(clientAddress(request, config.TRUST_PROXY)).headers,
      ...errorHeaders,
      'Cache-Control',
      'no-store',
      'Content-Type',
      contentType,
      'Content-Length',
      String(Buffer.byteLength(json)),
    ]);
    response.end(request.method === 'HEAD' ? undefined : json);
    return true;
  };
}

/** Null where it cannot be read. */
function pathOf({ url = '' }: IncomingMessage): ApiPath | null {
  try {
    return readTarget(url);
  } catch {
    return null;
  }
}
