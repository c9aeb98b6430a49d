import { type Tx } from '@siteninja/events';
import { cancel, jobKind, schedule } from '@siteninja/jobs';
import { s } from '@siteninja/schema';
import { type TenantCtx } from '../context';
import { proofOf } from '../domains/domain';
import { domains } from '../domains/domain.model';
import { acmeChallenges, type CertificateRow, certificates } from './certificate.model';
import { giveBackTurns } from './order-turns';

/** The key of a job is the id of the certificate: one thing at a time is done for it. */
export const certificateKind = jobKind('certificate.order', s.object({ domain: s.string({ max: 253 }) }));

const NEW_CERTIFICATE = {
  names: [],
  chain: null,
  encryptedKey: null,
  expiresAt: null,
  renewAt: null,
  order: null,
  turn: null,
  failures: 0,
  nextOrderAt: null,
};

/**
 * Sees to it that a domain and its `www` have a certificate as long as they are verified and lead here: the first one
 * is ordered at once, another where a name has come, and each is renewed in time.
 * @param proof the domain that proves them
 */
export async function planCertificate(tx: Tx<TenantCtx>, proof: string): Promise<void> {
  if (tx.ports.acme === null) return;
  const names = await wantedNames(tx, proof);
  if (names.length === 0) return;
  const row =
    (await certificates.in(tx).findOne({ domain: proof })) ??
    (await certificates.in(tx).insert({ domain: proof, ...NEW_CERTIFICATE }));
  await scheduleOrder(tx, row, dueAt(tx, row, names));
  const pending = { status: 'pending' as const, expiresAt: null, error: null };
  await domains
    .in(tx)
    .updateMany({ domain: { $in: names }, certificate: null }, { $set: { certificate: pending } });
}

function dueAt({ clock }: TenantCtx, row: CertificateRow, names: readonly string[]): Date {
  const now = clock.now();
  if (row.order !== null) return now;
  const isCovered = names.every((name) => row.names.includes(name));
  const wanted = (isCovered ? row.renewAt : null) ?? now;
  return latest(wanted, row.nextOrderAt, row.turn?.at ?? null);
}

function latest(first: Date, ...others: (Date | null)[]): Date {
  return others.reduce<Date>((last, each) => (each !== null && each > last ? each : last), first);
}

export function scheduleOrder(tx: Tx<TenantCtx>, row: CertificateRow, at: Date): Promise<void> {
  return schedule(tx, { kind: certificateKind, key: row._id, dueAt: at, data: { domain: row.domain } });
}

/** The names that a certificate should have now: those that the authority would find here. */
export async function wantedNames(ctx: TenantCtx, proof: string): Promise<string[]> {
  const rows = await domains
    .in(ctx)
    .find(
      { $or: [{ domain: proof }, { provenBy: proof }], isVerified: true, dnsConfigured: true },
      { sort: { domain: 1 } },
    );
  return rows.filter((row) => !row.isSubdomain && proofOf(row) === proof).map(({ domain }) => domain);
}

/** For a domain that is removed: its certificate and key are gone, and nothing is renewed. */
export async function dropCertificate(tx: Tx<TenantCtx>, proof: string): Promise<void> {
  const row = await certificates.in(tx).findOne({ domain: proof });
  if (!row) return;
  await cancel(tx, certificateKind, row._id);
  await certificates.in(tx).delete({ _id: row._id });
  await acmeChallenges.in(tx).delete({ domain: proof });
  await giveBackTurns(tx, proof);
}
