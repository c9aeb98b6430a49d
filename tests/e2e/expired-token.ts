import { createPrivateKey } from 'node:crypto';
import { HOUR_MS, KeyRing, newId, readSecrets } from '../../libs/core/src';
import { signAccessToken } from '../../services/identity/src/tokens/access-token';
import { type TestProduct } from './product';

/** An access token of this user as identity would have signed it an hour ago. */
export async function expiredToken({ database, secrets }: TestProduct, userId: string): Promise<string> {
  const { kid, encryptedPrivateJwk } = Object(await database('identity').collection('signingKeys').findOne());
  const keyRing = new KeyRing(readSecrets(secrets.encryptionKey));
  const jwk = JSON.parse(keyRing.decrypt(encryptedPrivateJwk, kid));
  const key = { kid, privateKey: createPrivateKey({ key: jwk, format: 'jwk' }) };
  const subject = { userId, sessionId: newId(), securityVersion: 1 };
  return signAccessToken(key, subject, new Date(Date.now() - HOUR_MS));
}
