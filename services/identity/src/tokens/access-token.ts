import { sign } from 'jsonwebtoken';
import { type CurrentKey } from './signing-keys';

export const ACCESS_TOKEN_TTL_SECONDS = 15 * 60;

/** The token says who the user is. What they may do is asked for with each request, so that a change counts at once. */
export function signAccessToken(
  { kid, privateKey }: CurrentKey,
  subject: { userId: string; sessionId: string; securityVersion: number },
  now: Date,
): string {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const claims = { sid: subject.sessionId, sv: subject.securityVersion, iat: issuedAt };
  return sign(claims, privateKey, {
    algorithm: 'ES256',
    keyid: kid,
    issuer: 'siteninja',
    audience: 'siteninja-api',
    subject: subject.userId,
    expiresIn: ACCESS_TOKEN_TTL_SECONDS,
  });
}
