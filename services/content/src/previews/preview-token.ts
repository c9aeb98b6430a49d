import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { parse, s } from '@siteninja/schema';

const preview = s.object({
  kind: s.enum('page', 'release'),
  tenantId: s.uuid(),
  id: s.uuid(),
  /** Seconds since the epoch. */
  expiresAt: s.integer(),
});
/** What a preview shows: a draft, or the site that a release is or would be. */
export interface Preview {
  kind: 'page' | 'release';
  tenantId: string;
  id: string;
  expiresAt: number;
}

const ES256 = { dsaEncoding: 'ieee-p1363' } as const;

/** A link for whoever has it: it says what it shows, signed by the service, and nothing is stored. */
export function previewToken(shown: Preview, key: KeyObject): string {
  const payload = Buffer.from(JSON.stringify(shown)).toString('base64url');
  return `${payload}.${signatureOf(payload, key)}`;
}

function signatureOf(payload: string, key: KeyObject): string {
  return sign('sha256', Buffer.from(`preview ${payload}`), { key, ...ES256 }).toString('base64url');
}

/** Undefined for what is no token of ours, or is over. */
export function readPreviewToken(token: string, key: KeyObject, now: Date): Preview | undefined {
  const [payload = '', signature = '', ...more] = token.split('.');
  const data = Buffer.from(`preview ${payload}`);
  const isOurs = verify(
    'sha256',
    data,
    { key: createPublicKey(key), ...ES256 },
    Buffer.from(signature, 'base64url'),
  );
  if (!isOurs || more.length > 0) return undefined;
  const checked = parse(preview, JSON.parse(Buffer.from(payload, 'base64url').toString()));
  return 'value' in checked && checked.value.expiresAt * 1_000 > now.getTime() ? checked.value : undefined;
}
