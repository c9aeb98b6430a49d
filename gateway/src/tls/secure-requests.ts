import { type IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { type GatewayConfig } from '../config';
import { normalizeHost } from '../request/hosts';
import { type Certificates } from './certificates';

/** Which requests have to be made again by HTTPS. */
export interface SecureRequests {
  /** False where it is known that this request may be answered as it came; the hot path. */
  mayHaveToRedirect(request: IncomingMessage): boolean;
  /** Where the request has to be made again; null where it is to be answered as it came. */
  redirectOf(request: IncomingMessage, host: string): Promise<string | null>;
}

/** Visitors of a host that has a certificate are redirected to HTTPS, and no others. */
export function redirectToTls(
  { TLS_PORT, TRUST_PROXY }: Pick<GatewayConfig, 'TLS_PORT' | 'TRUST_PROXY'>,
  certificates: Certificates,
): SecureRequests {
  const isSecure = ({ socket, headers }: IncomingMessage): boolean =>
    socket instanceof TLSSocket || (TRUST_PROXY > 0 && headers['x-forwarded-proto'] === 'https');
  return {
    mayHaveToRedirect: (request) =>
      TLS_PORT !== undefined &&
      !isSecure(request) &&
      certificates.peek(normalizeHost(request.headers.host ?? '')) !== false,
    redirectOf: async (request, host) => {
      if (TLS_PORT === undefined || isSecure(request)) return null;
      // While nobody can tell, the site is shown all the same.
      const certificate = await certificates.get(host).catch(() => null);
      return certificate === null ? null : `https://${host}${request.url ?? '/'}`;
    },
  };
}
