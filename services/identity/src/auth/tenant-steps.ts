import { setTimeout as sleep } from 'node:timers/promises';
import { type AnswerOf, type BodyOf, calls } from '@siteninja/contracts';
import { DomainError } from '@siteninja/core';
import { type IdentityCtx } from '../context';

export type ReservedTenant = AnswerOf<typeof calls.reserveTenant>;

/** As POST /tenants takes it. */
export type NewTenant = BodyOf<typeof calls.reserveTenant>['tenant'];

interface Registrant {
  userId: string;
  ipAddress?: string;
  userAgent?: string;
}

/** The first step: the tenant service holds the subdomain. @throws its refusals, about `tenant.<field>` */
export async function reserveTenant(
  ctx: IdentityCtx,
  tenant: NewTenant,
  { userId, ipAddress, userAgent }: Registrant,
): Promise<ReservedTenant> {
  const actor = {
    userId,
    ...(ipAddress === undefined ? {} : { ipAddress }),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
  try {
    return await ctx.ports.services.call(ctx, calls.reserveTenant, { body: { tenant, actor } });
  } catch (error) {
    throw error instanceof DomainError ? aboutTenant(error) : error;
  }
}

function aboutTenant({ kind, code, message, details, headers }: DomainError): DomainError {
  const prefixed = details?.map((detail) =>
    // The tenant service was sent the tenant in an envelope of its own, whose name its schema puts in front.
    detail.field === undefined
      ? detail
      : { ...detail, field: `tenant.${detail.field.replace(/^tenant\./, '')}` },
  );
  return new DomainError(kind, code, message, { headers, ...(prefixed ? { details: prefixed } : {}) });
}

/**
 * Gives the reservation up. Not where it is unknown whether the account was made after all: the tenant
 * service's sweeper asks a minute later, and finishes the tenant or lets it go.
 */
export async function releaseTenant(ctx: IdentityCtx, id: string, reason: unknown): Promise<void> {
  if (reason instanceof DomainError && reason.kind === 'unavailable') return;
  try {
    await ctx.ports.services.call(ctx, calls.releaseTenant, { params: { tenantId: id } });
  } catch (error) {
    ctx.log.warn('a reservation is left to the sweeper', { tenantId: id, error });
  }
}

/** Milliseconds before each further try. */
const PAUSES = [100, 400, 1_000, 2_000];

/**
 * The last step: the tenant is there for everyone. The account exists by now and its tenant will, whatever
 * happens here, so nothing is taken back: the call, which may be made twice, is tried for some seconds.
 * @throws unavailable `auth.tenant_pending`: within a minute the sweeper finishes the tenant, and the account,
 *   which its owner can sign in to, is its admin
 */
export async function activateTenant(ctx: IdentityCtx, id: string): Promise<Record<string, unknown>> {
  for (const pause of [...PAUSES, null]) {
    try {
      return await ctx.ports.services.call(ctx, calls.activateTenant, { params: { tenantId: id } });
    } catch (error) {
      if (pause === null || !(error instanceof DomainError) || error.kind !== 'unavailable') {
        throw pending(error);
      }
      await sleep(pause);
    }
  }
  throw pending(undefined);
}

function pending(cause: unknown): DomainError {
  const message = 'Your account is made; its tenant follows within a minute. Sign in then.';
  return new DomainError('unavailable', 'auth.tenant_pending', message, {
    headers: { 'Retry-After': '60' },
    cause,
  });
}
