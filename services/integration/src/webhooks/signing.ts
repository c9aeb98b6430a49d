import { createHmac, createPrivateKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { newKeyPair } from '@siteninja/core';
import { type IntegrationConfig } from '../config';
import { type WebhookRow } from './webhook.model';

/** What a delivery is signed with; made at creation and at each rotation. */
interface NewKeys {
  /** As the client gets it. */
  secret: string;
  publicKey: string;
  /** As they are stored. */
  stored: Pick<WebhookRow, 'secret' | 'signingKey' | 'publicKey'>;
}

const SECRET_PREFIX = 'whsec_';

export function newKeys(keys: IntegrationConfig['ENCRYPTION_KEY'], webhookId: string): NewKeys {
  const secret = `${SECRET_PREFIX}${randomBytes(32).toString('base64')}`;
  const pair = newKeyPair('Ed25519');
  const { x = '' } = pair.publicKey.export({ format: 'jwk' });
  const publicKey = `whpk_${Buffer.from(x, 'base64url').toString('base64')}`;
  const privateKey = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  const stored = {
    secret: keys.encrypt(secret, secretName(webhookId)),
    signingKey: keys.encrypt(privateKey, signingKeyName(webhookId)),
    publicKey,
  };
  return { secret, publicKey, stored };
}

const secretName = (webhookId: string): string => `webhook secret ${webhookId}`;
const signingKeyName = (webhookId: string): string => `webhook signing key ${webhookId}`;

/** The keys of a webhook, encrypted with the one of the ring that is in use; null where they are. */
export function renewKeys(keys: IntegrationConfig['ENCRYPTION_KEY'], row: WebhookRow) {
  const { secret, signingKey, previousSecret, previousSigningKey } = row;
  const stored = [secret, signingKey, previousSecret, previousSigningKey];
  if (!stored.some((text) => text !== null && keys.isOutdated(text))) return null;
  const [secretOf, signingKeyOf] = [secretName(row._id), signingKeyName(row._id)];
  return {
    secret: keys.renew(secret, secretOf),
    signingKey: keys.renew(signingKey, signingKeyOf),
    previousSecret: previousSecret && keys.renew(previousSecret, secretOf),
    previousSigningKey: previousSigningKey && keys.renew(previousSigningKey, signingKeyOf),
  };
}

/** A webhook's secrets, ready to sign: the newest first. */
export interface Signer {
  readonly secrets: readonly [string, ...string[]];
  /** Empty where the webhook is signed for by HMAC. */
  readonly signingKeys: readonly KeyObject[];
}

/** @param now the secret that was replaced signs as well for 24 hours */
export function signerOf(keys: IntegrationConfig['ENCRYPTION_KEY'], row: WebhookRow, now: Date): Signer {
  const hasPrevious = row.previousUntil !== null && row.previousUntil > now;
  const previous = hasPrevious && row.previousSecret !== null ? [row.previousSecret] : [];
  const newest = keys.decrypt(row.secret, secretName(row._id));
  const secrets: Signer['secrets'] = [
    newest,
    ...previous.map((text) => keys.decrypt(text, secretName(row._id))),
  ];
  if (row.signature === 'v1') return { secrets, signingKeys: [] };
  const older = hasPrevious && row.previousSigningKey !== null ? [row.previousSigningKey] : [];
  const signingKeys = [row.signingKey, ...older].map((text) =>
    createPrivateKey({
      key: Buffer.from(keys.decrypt(text, signingKeyName(row._id)), 'base64'),
      format: 'der',
      type: 'pkcs8',
    }),
  );
  return { secrets, signingKeys };
}

export interface Message {
  id: string;
  /** Seconds since 1970, of a real clock: receivers compare it with theirs. */
  timestamp: number;
  body: string;
}

/** The headers of Standard Webhooks, and one of our own over the body alone. */
export function signatureHeaders({ id, timestamp, body }: Message, signer: Signer): Record<string, string> {
  const signed = `${id}.${timestamp}.${body}`;
  const signatures =
    signer.signingKeys.length > 0
      ? signer.signingKeys.map((key) => `v1a,${sign(null, Buffer.from(signed), key).toString('base64')}`)
      : signer.secrets.map((secret) => `v1,${hmac(bytesOf(secret), signed, 'base64')}`);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
    'x-webhook-signature': hmac(signer.secrets[0], body, 'hex'),
  };
}

function bytesOf(secret: string): Buffer {
  return Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
}

function hmac(key: string | Buffer, text: string, encoding: 'hex' | 'base64'): string {
  return createHmac('sha256', key).update(text).digest(encoding);
}
