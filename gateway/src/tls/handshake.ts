import { type SecureContext } from 'node:tls';
import { type Logger } from '@siteninja/core';
import { normalizeHost } from '../request/hosts';
import { type Certificates } from './certificates';

const MAX_HOST_CHARACTERS = 253;

/**
 * Chooses the certificate by the name that the client asks for. A handshake for a host that has none is refused, and
 * so is one that names no host.
 */
export function chooseCertificate(certificates: Certificates, log: Logger) {
  return {
    handshakeTimeout: 10_000,
    SNICallback: (name: string, done: (error: Error | null, context?: SecureContext) => void): void => {
      const host = normalizeHost(name);
      if (host.length > MAX_HOST_CHARACTERS) return done(new Error('This is no name of a host.'));
      certificates.get(host).then(
        (context) =>
          context ? done(null, context) : done(new Error(`There is no certificate for ${host}.`)),
        (error: unknown) => {
          log.warn('no certificate could be looked up', { host, error });
          done(new Error('No certificate could be looked up.'));
        },
      );
    },
  };
}
