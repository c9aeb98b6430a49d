import { type IncomingMessage } from 'node:http';
import { type GatewayConfig } from '../config';
import { corsPolicy } from './cors';
import { type HeaderList } from './headers';
import { type ApiPath } from './paths';

/** The headers that every answer of the API carries besides those of its rate limit. */
export interface ApiHeaders {
  /** @param path null where it cannot be read. @returns a flat list */
  of(request: IncomingMessage, requestId: string, path: ApiPath | null): string[];
}

export function apiHeaders(config: GatewayConfig, security: HeaderList): ApiHeaders {
  const cors = corsPolicy(config);
  const policy = 'Cross-Origin-Resource-Policy';
  const sameOrigin = security.flat();
  const crossOrigin = [...security.filter(([name]) => name !== policy).flat(), policy, 'cross-origin'];
  return {
    of: (request, requestId, path) => {
      const first = path?.segments[0];
      const isPublic = first === 'public';
      const fixed = isPublic || first === 'assets' ? crossOrigin : sameOrigin;
      return ['X-Request-Id', requestId, ...fixed, ...cors(request, isPublic).flat()];
    },
  };
}
