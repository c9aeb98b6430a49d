import { DomainError } from '@siteninja/core';
import { type TenantCtx } from '../context';
import { challengeName, targetOf } from '../domains/domain';
import { type DomainRow } from '../domains/domain.model';

type Checks = DomainRow['checks'];

/** What DNS says of a domain. */
export interface Findings {
  /** All values of the TXT record, also those of others who claim the domain. */
  proofs: string[];
  isProven: boolean;
  leadsHere: boolean;
  checks: Checks;
}

/** Do it outside of transactions. @throws unavailable `domain.dns_unavailable` where nobody knows of the proof */
export async function checkDomain(ctx: TenantCtx, row: DomainRow): Promise<Findings> {
  const [proofs, pointing] = await Promise.all([
    ctx.ports.dns.txt(challengeName(row)),
    checkPointing(ctx, row.domain),
  ]);
  const expected = row.verificationToken ?? '';
  const isProven = proofs.includes(expected);
  const record = `TXT ${challengeName(row)}`;
  const proof = {
    record,
    expected,
    found: proofs.slice(0, 20),
    ok: isProven,
    hint: proofHint(proofs, isProven),
  };
  return { proofs, isProven, leadsHere: pointing.ok, checks: [proof, pointing] };
}

function proofHint(proofs: readonly string[], isProven: boolean): string {
  if (isProven) return '';
  return proofs.length === 0
    ? 'There is no such record yet. Add it where your domain is managed; it can take an hour to be seen.'
    : 'The record has another value. Add one with the expected value; the others may stay.';
}

/** A domain leads here by a CNAME or, as an apex cannot have one, by the same addresses. */
async function checkPointing(ctx: TenantCtx, domain: string): Promise<Checks[number]> {
  const expected = targetOf(ctx);
  const { names, addresses, own } = await lookUpPointing(ctx, domain);
  const ok = names.includes(expected) || addresses.some((address) => own.includes(address));
  const hint = ok
    ? ''
    : `The domain does not lead here yet. Set a CNAME to ${expected}; for an apex an ALIAS or ANAME, or its addresses.`;
  return { record: `CNAME ${domain}`, expected, found: [...names, ...addresses].slice(0, 20), ok, hint };
}

/** What gives no answer leads nowhere: the proof alone decides whose the domain is. */
async function lookUpPointing({ ports: { dns }, ...ctx }: TenantCtx, domain: string) {
  try {
    const names = await dns.cname(domain);
    const [addresses, own] = await Promise.all([
      dns.addresses(domain),
      dns.addresses(`sites.${ctx.config.BASE_DOMAIN}`),
    ]);
    return { names: names.map((name) => name.toLowerCase()), addresses, own };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { names: [], addresses: [], own: [] };
  }
}
