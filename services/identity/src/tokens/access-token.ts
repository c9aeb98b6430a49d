import { sign } from 'jsonwebtoken';
import { type CurrentKey } from './signing-keys';

/** Seconds. */
export const ACCESS_TOKEN_LIFETIME = 15 * 60;

/** Says who, never what they may do: that is asked for, so that it is true within a second. */
export function signAccessToken(
  { kid, privateKey }: CurrentKey,
  about: { userId: string; sessionId: string; securityVersion: number },
  now: Date,
): string {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const claims = { sid: about.sessionId, sv: about.securityVersion, iat: issuedAt };
  return sign(claims, privateKey, {
    algorithm: 'ES256',
    keyid: kid,
    issuer: 'siteninja',
    audience: 'siteninja-api',
    subject: about.userId,
    expiresIn: ACCESS_TOKEN_LIFETIME,
  });
}
