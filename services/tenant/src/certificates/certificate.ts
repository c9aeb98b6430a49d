import { inTenant } from '@siteninja/core';
import { type TenantCtx } from '../context';
import { proofOf } from '../domains/domain';
import { domains } from '../domains/domain.model';
import { acmeChallenges, type CertificateRow, certificates } from './certificate.model';

/** What a private key is encrypted under. */
export function keyName({ _id }: Pick<CertificateRow, '_id'>): string {
  return `certificate ${_id}`;
}

/** What the authority that has given the token expects; null for any other token. */
export async function getChallenge(ctx: TenantCtx, token: string) {
  const row = await acmeChallenges.across(ctx).findOne({ _id: token });
  return { keyAuthorization: row?.keyAuthorization ?? null };
}

/** The certificate of a host with its key; null where it has none that is good now. */
export async function getCertificate(ctx: TenantCtx, host: string) {
  const none = { certificate: null };
  const domain = await domains.across(ctx).findOne({ domain: host, isVerified: true });
  if (!domain) return none;
  const row = await certificates.in(inTenant(ctx, domain.tenantId)).findOne({ domain: proofOf(domain) });
  if (row?.chain == null || row.encryptedKey === null || !row.names.includes(host)) return none;
  if (row.expiresAt === null || row.expiresAt <= ctx.clock.now()) return none;
  const privateKey = ctx.config.ENCRYPTION_KEY.decrypt(row.encryptedKey, keyName(row));
  return { certificate: { chain: row.chain, privateKey, expiresAt: row.expiresAt.toISOString() } };
}
