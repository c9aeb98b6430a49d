import { setTimeout as sleep } from 'node:timers/promises';
import { type AnswerOf, type BodyOf, calls } from '@siteninja/contracts';
import { DomainError } from '@siteninja/core';
import { type IdentityCtx } from '../context';

export type ReservedTenant = AnswerOf<typeof calls.reserveTenant>;

type NewTenant = BodyOf<typeof calls.reserveTenant>['tenant'];

interface Registrant {
  userId: string;
  ipAddress?: string;
  userAgent?: string;
}

/** The first step: the tenant service holds the subdomain. @throws its errors, whose details name `tenant.<field>` */
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
    throw error instanceof DomainError ? withTenantFields(error) : error;
  }
}

function withTenantFields({ kind, code, message, details, headers }: DomainError): DomainError {
  const prefixed = details?.map((detail) =>
    // Fields that the tenant service's schema refuses have the prefix already: it gets the tenant as `tenant`.
    detail.field === undefined
      ? detail
      : { ...detail, field: `tenant.${detail.field.replace(/^tenant\./, '')}` },
  );
  return new DomainError(kind, code, message, { headers, ...(prefixed ? { details: prefixed } : {}) });
}

/**
 * Releases the reservation, unless the account may have been created after all: the tenant service's sweeper asks
 * a minute later, and completes the tenant or releases it.
 */
export async function releaseTenant(ctx: IdentityCtx, id: string, reason: unknown): Promise<void> {
  if (reason instanceof DomainError && reason.kind === 'unavailable') return;
  try {
    await ctx.ports.services.call(ctx, calls.releaseTenant, { params: { tenantId: id } });
  } catch (error) {
    ctx.log.warn('the sweeper will release a reservation', { tenantId: id, error });
  }
}

const RETRY_DELAYS_MS = [100, 400, 1_000, 2_000];

/**
 * The last step: from here on everybody sees the tenant. It is tried for some seconds and never undone: the account
 * exists, and the tenant service's sweeper completes its tenant within a minute.
 * @throws unavailable `auth.tenant_pending`: the user can sign in, and will be the tenant's admin
 */
export async function activateTenant(ctx: IdentityCtx, id: string): Promise<Record<string, unknown>> {
  for (const delayMs of [...RETRY_DELAYS_MS, null]) {
    try {
      return await ctx.ports.services.call(ctx, calls.activateTenant, { params: { tenantId: id } });
    } catch (error) {
      if (delayMs === null || !(error instanceof DomainError) || error.kind !== 'unavailable') {
        throw tenantPending(error);
      }
      await sleep(delayMs);
    }
  }
  throw tenantPending(undefined);
}

function tenantPending(cause: unknown): DomainError {
  const message = 'Your account is made; its tenant follows within a minute. Sign in then.';
  return new DomainError('unavailable', 'auth.tenant_pending', message, {
    headers: { 'Retry-After': '60' },
    cause,
  });
}
