import { calls, DEFAULT_BRANDING, TRIAL_DAYS } from '@siteninja/contracts';
import {
  type Actor,
  actorOf,
  DAY_MS,
  DomainError,
  ensure,
  forbidden,
  inTenant,
  invalid,
  newId,
  tenantOf,
  userOf,
} from '@siteninja/core';
import { runExclusive, transaction } from '@siteninja/events';
import { brandings } from '../branding/branding.model';
import { type TenantCtx } from '../context';
import { newClaim, newSubdomain } from '../domains/domain';
import { domains } from '../domains/domain.model';
import { normalizeDomain } from '../domains/domain-name';
import { addCreator } from './membership';
import { normalizeSubdomain, proposeSubdomain } from './subdomain';
import { tenantState } from './sync-identity';
import { presentTenant } from './tenant';
import { type TenantRow, tenants } from './tenant.model';
import { type NewTenant } from './tenant.schema';

/** Who creates a tenant: its first admin, and the actor of its event. */
type Creator = Pick<Actor, 'ipAddress' | 'userAgent'> & { userId: string };

/** Age at which the sweeper takes care of a reservation. */
const ABANDONED_AFTER_MS = 60_000;

const MAX_PROPOSALS = 20;

/**
 * Creates a tenant in three steps, each of which is idempotent: this service reserves the subdomain, identity makes
 * the creator its admin, this service activates the tenant. `sweepReservations` completes or releases what stops in
 * between. The tenants of one user are created one after the other, so that they keep nobody else waiting.
 * @throws invalid, conflict `tenant.subdomain_taken`, unavailable
 */
export async function createTenant(ctx: TenantCtx, input: NewTenant) {
  const userId = userOf(ctx);
  ensure(userId, () => forbidden());
  const creator = { ...actorOf(ctx), userId };
  return runExclusive(ctx, `tenants created by ${userId}`, () => createTenantFor(ctx, creator, input));
}

async function createTenantFor(ctx: TenantCtx, creator: Creator, input: NewTenant) {
  const { userId } = creator;
  const row = await reserveTenant(ctx, input, creator);
  try {
    await ctx.ports.services.call(ctx, calls.addMember, {
      body: { tenantId: row._id, userId, role: 'admin', tenant: tenantState(row) },
    });
  } catch (error) {
    // Without an answer the member may have been added: the sweeper asks again.
    if (error instanceof DomainError && error.kind !== 'unavailable') await releaseReservation(ctx, row._id);
    throw error;
  }
  const tenant = await activateTenant(inTenant(ctx, row._id));
  ctx.invalidate(`user:${userId}`);
  return tenant;
}

/** The first step: holds the subdomain. @throws invalid, conflict `tenant.subdomain_taken` */
export async function reserveTenant(ctx: TenantCtx, input: NewTenant, creator: Creator): Promise<TenantRow> {
  const { customDomain, subdomain, businessHours, ...facts } = input;
  const requested = subdomain === null ? null : normalizeSubdomain(subdomain);
  const domain =
    customDomain === null ? null : normalizeDomain(customDomain, ctx.config.BASE_DOMAIN, 'customDomain');
  const branding = await initialBranding(ctx, facts.templateId);
  const id = newId();
  const row = {
    ...facts,
    _id: id,
    tenantId: id,
    businessHours: businessHours ?? {},
    customDomain: null,
    status: 'trial' as const,
    trialEndsAt: new Date(ctx.clock.now().getTime() + TRIAL_DAYS * DAY_MS),
    deletedAt: null,
    createdBy: creator.userId,
    subscription: null,
    isSuspendedByPlatform: false,
    isBeingErased: false,
    locationsLock: 0,
    domainsLock: 0,
    reservation: { customDomain: domain, branding, actor: { ...creator, type: 'user' as const } },
  };
  return insertWithSubdomain(ctx, row, requested);
}

type Unnamed = Omit<TenantRow, 'subdomain' | 'revision' | 'createdAt' | 'updatedAt'>;

/** Retries when another request takes the proposed subdomain first. */
async function insertWithSubdomain(
  ctx: TenantCtx,
  row: Unnamed,
  requested: string | null,
): Promise<TenantRow> {
  const rows = tenants.across(ctx);
  if (requested !== null) return rows.insert({ ...row, subdomain: requested });
  for (let proposals = 1; ; proposals += 1) {
    try {
      return await rows.insert({ ...row, subdomain: await proposeSubdomain(ctx, row.name) });
    } catch (error) {
      const isTaken = error instanceof DomainError && error.code === 'tenant.subdomain_taken';
      if (!isTaken || proposals === MAX_PROPOSALS) throw error;
    }
  }
}

/** That of the template, else the default one. @throws invalid for a template that is unknown or inactive */
async function initialBranding(ctx: TenantCtx, templateId: string | null) {
  if (templateId === null) return DEFAULT_BRANDING;
  const unknown = () => invalid([{ field: 'templateId', message: 'There is no such template.' }]);
  try {
    const template = await ctx.ports.services.call(ctx, calls.getTemplate, { params: { templateId } });
    ensure(template.isActive, unknown);
    return template.defaultBranding;
  } catch (error) {
    throw error instanceof DomainError && error.kind === 'not_found' ? unknown() : error;
  }
}

/** The last step: the tenant becomes visible. Of an active tenant it answers the same. @throws not_found */
export function activateTenant(ctx: TenantCtx) {
  return transaction(ctx, async (tx) => {
    const reserved = await tenants.in(tx).get(tenantOf(tx));
    const { reservation } = reserved;
    if (!reservation) return presentTenant(tx, reserved);
    const { branding, customDomain, actor } = reservation;
    const noPictures = { logoAssetId: null, faviconAssetId: null };
    await brandings.in(tx).insert({ ...branding, ...noPictures, importVersion: 0 });
    const claims = customDomain === null ? [] : newClaim(customDomain);
    await domains.in(tx).insertMany([newSubdomain(tx, reserved.subdomain), ...claims]);
    await addCreator(tx, reserved.createdBy);
    const after = await presentTenant(tx, await tenants.in(tx).update(reserved._id, { reservation: null }));
    tx.recordChange('tenant.created', null, after, { actor });
    return after;
  });
}

/** Gives up a tenant that is not active, and its subdomain. */
export async function releaseReservation(ctx: TenantCtx, tenantId: string): Promise<void> {
  await tenants.across(ctx).delete({ _id: tenantId, reservation: { $type: 'object' } });
}

/** Completes the reservations of which identity knows an admin, and releases the others. */
export async function sweepReservations(ctx: TenantCtx): Promise<void> {
  const before = new Date(ctx.clock.now().getTime() - ABANDONED_AFTER_MS);
  const abandoned = await tenants
    .across(ctx)
    .find({ reservation: { $type: 'object' }, createdAt: { $lt: before } }, { limit: 100 });
  for (const { _id } of abandoned) {
    const { exists } = await ctx.ports.services.call(ctx, calls.hasAdmin, { params: { tenantId: _id } });
    if (exists) await activateTenant(inTenant(ctx, _id));
    else await releaseReservation(ctx, _id);
    ctx.log.info('a reservation has been swept', { tenantId: _id, isCompleted: exists });
  }
}
