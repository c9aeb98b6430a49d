import { calls } from '@siteninja/contracts';
import {
  actorOf,
  type Actor,
  DomainError,
  ensure,
  forbidden,
  invalid,
  newId,
  notFound,
  userOf,
  inTenant,
} from '@siteninja/core';
import { runExclusive, transaction } from '@siteninja/events';
import { DEFAULT_BRANDING } from '../branding/branding';
import { type Branding, brandings } from '../branding/branding.model';
import { type TenantCtx } from '../context';
import { claim, ownSubdomain } from '../domains/domain';
import { domains } from '../domains/domain.model';
import { acceptDomain, acceptSubdomain, proposeSubdomain } from './subdomain';
import { tenantState } from './tell-identity';
import { existingTenant, presentTenant } from './tenant';
import { type BusinessHours, members, type TenantRecord, tenants } from './tenant.model';

export interface NewTenant {
  name: string;
  businessName: string;
  businessType: string;
  subdomain?: string | null;
  customDomain?: string | null;
  description?: string | null;
  contactPhone?: string | null;
  contactEmail?: string | null;
  businessHours?: BusinessHours | null;
  templateId?: string | null;
}

/** Milliseconds after which the sweeper takes care of a reservation that nobody finished. */
const ABANDONED_AFTER = 60_000;
/** Days. */
const TRIAL = 14;
const DAY = 24 * 60 * 60 * 1000;

/**
 * Makes a tenant in three steps, each of which can be done again: this service reserves the subdomain,
 * identity makes the creator its admin, this service shows it to the world. Whatever stops in between is
 * finished or released by `sweepReservations`.
 * A user's own take turns: what one person begins at once keeps no other waiting.
 * @throws invalid, conflict `tenant.subdomain_taken`, unavailable
 */
export async function createTenant(ctx: TenantCtx, input: NewTenant) {
  const userId = userOf(ctx);
  ensure(userId, () => forbidden());
  return runExclusive(ctx, `tenants created by ${userId}`, () => createTenantFor(ctx, userId, input));
}

async function createTenantFor(ctx: TenantCtx, userId: string, input: NewTenant) {
  const row = await reserveTenant(ctx, input, actorOf(ctx), userId);
  try {
    await ctx.ports.services.call(ctx, calls.addMember, {
      body: { tenantId: row._id, userId, role: 'admin', tenant: tenantState(row) },
    });
  } catch (error) {
    // Refused for certain: nothing is left behind. Unanswered, it may be done: that is the sweeper's to find out.
    if (error instanceof DomainError && error.kind !== 'unavailable') await releaseReservation(ctx, row._id);
    throw error;
  }
  const tenant = await activateTenant(inTenant(ctx, row._id));
  ctx.invalidate(`user:${userId}`);
  return tenant;
}

/** The first step: holds the subdomain. @throws invalid, conflict `tenant.subdomain_taken` */
export async function reserveTenant(
  ctx: TenantCtx,
  input: NewTenant,
  actor: Actor,
  userId: string,
): Promise<TenantRecord> {
  const { customDomain, subdomain, templateId = null, businessHours } = input;
  const wanted = subdomain == null ? null : acceptSubdomain(subdomain);
  const domain = customDomain == null ? null : acceptDomain(customDomain, ctx.config.BASE_DOMAIN);
  const branding = await brandingOf(ctx, templateId);
  const _id = newId();
  const row = {
    _id,
    tenantId: _id,
    name: input.name,
    businessName: input.businessName,
    businessType: input.businessType,
    description: input.description ?? null,
    contactPhone: input.contactPhone ?? null,
    contactEmail: input.contactEmail ?? null,
    businessHours: businessHours ?? {},
    customDomain: null,
    status: 'trial' as const,
    templateId,
    trialEndsAt: new Date(ctx.clock.now().getTime() + TRIAL * DAY),
    deletedAt: null,
    createdBy: userId,
    subscription: null,
    reservation: {
      customDomain: domain,
      branding,
      actor: { ...actor, userId },
    },
  };
  return insertWithSubdomain(ctx, row, wanted);
}

type Unnamed = Omit<TenantRecord, 'subdomain' | 'revision' | 'createdAt' | 'updatedAt'>;

/** Of two that are proposed the same subdomain at once one is proposed the next. */
async function insertWithSubdomain(
  ctx: TenantCtx,
  row: Unnamed,
  wanted: string | null,
): Promise<TenantRecord> {
  const rows = tenants.across(ctx);
  if (wanted !== null) return rows.insert({ ...row, subdomain: wanted });
  const TRIES = 20;
  for (let tries = 1; ; tries += 1) {
    try {
      return await rows.insert({ ...row, subdomain: await proposeSubdomain(ctx, row.name) });
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'tenant.subdomain_taken' || tries === TRIES)
        throw error;
    }
  }
}

/** @throws invalid for a template that is unknown or not offered */
async function brandingOf(ctx: TenantCtx, templateId: string | null): Promise<Record<string, unknown>> {
  if (templateId === null) return {};
  const unknown = () => invalid([{ field: 'templateId', message: 'There is no such template.' }]);
  try {
    const template = await ctx.ports.services.call(ctx, calls.getTemplate, { params: { templateId } });
    ensure(template.isActive, unknown);
    return template.defaultBranding;
  } catch (error) {
    throw error instanceof DomainError && error.kind === 'not_found' ? unknown() : error;
  }
}

/** The last step: from here on the tenant is there for everyone. Done again, it answers the same. */
async function activateTenant(ctx: TenantCtx) {
  return transaction(ctx, async (tx) => {
    const reserved = await tenants.in(tx).findOne({});
    ensure(reserved, () => notFound('tenant'));
    const { reservation } = reserved;
    if (!reservation) return presentTenant(tx, reserved);
    const row = await tenants.in(tx).updateOne({}, { $set: { reservation: null } });
    ensure(row, () => notFound('tenant'));
    await brandings.in(tx).insert({ ...DEFAULT_BRANDING, ...knownBranding(reservation.branding) });
    const claims = reservation.customDomain === null ? [] : [claim(reservation.customDomain)];
    await domains.in(tx).insertMany([ownSubdomain(tx, row.subdomain), ...claims]);
    await members.in(tx).upsert({ userId: row.createdBy, tenantId: row._id }, {});
    const after = await presentTenant(tx, row);
    tx.record({
      type: 'tenant.created',
      actor: { ...reservation.actor, type: 'user' },
      resource: { type: 'tenant', id: row._id, version: row.revision },
      data: after,
      change: { before: null, after },
    });
    return after;
  });
}

/** Of what a template proposes, the fields that branding has; a logo is always the tenant's own. */
function knownBranding(proposed: Record<string, unknown>): Partial<Branding> {
  const { logoAssetId: _logo, faviconAssetId: _favicon, ...defaults } = DEFAULT_BRANDING;
  return Object.fromEntries(Object.entries(proposed).filter(([name]) => name in defaults));
}

/** Lets go of a subdomain that was only held. */
export async function releaseReservation(ctx: TenantCtx, tenantId: string): Promise<void> {
  await tenants.across(ctx).delete({
    _id: tenantId,
    reservation: { $type: 'object' },
  });
}

/** Finishes the reservations that identity knows an admin of, and releases the others. */
export async function sweepReservations(ctx: TenantCtx): Promise<void> {
  const before = new Date(ctx.clock.now().getTime() - ABANDONED_AFTER);
  const left = await tenants
    .across(ctx)
    .find({ reservation: { $type: 'object' }, createdAt: { $lt: before } }, { limit: 100 });
  for (const { _id } of left) {
    const { exists } = await ctx.ports.services.call(ctx, calls.hasAdmin, { params: { tenantId: _id } });
    if (exists) await activateTenant(inTenant(ctx, _id));
    else await releaseReservation(ctx, _id);
    ctx.log.info('swept a reservation', { tenantId: _id, finished: exists });
  }
}

/** For identity, which leads the making of a tenant in a registration. @throws not_found */
export async function activated(ctx: TenantCtx) {
  await activateTenant(ctx);
  return presentTenant(ctx, await existingTenant(ctx));
}
