import { isDeepStrictEqual } from 'node:util';
import { DEFAULT_LOCALE } from '@siteninja/contracts';
import {
  DAY_MS,
  DomainError,
  ensure,
  forbidden,
  type PaginationQuery,
  presenter,
  publicOrigin,
  requireMatch,
  tenantOf,
} from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { containing } from '@siteninja/mongo';
import { presentBranding } from '../branding/branding';
import { brandings } from '../branding/branding.model';
import { type Contact } from '../contact/contact';
import { updatePrimaryLocation } from '../contact/primary-location';
import { type TenantCtx } from '../context';
import { presentDomain } from '../domains/domain';
import { domains } from '../domains/domain.model';
import { tenantIdsOf } from './membership';
import { syncIdentity } from './sync-identity';
import { type TenantRow, tenants } from './tenant.model';
import { type TenantChange, type TenantFilters, tenantSummary } from './tenant.schema';

/** Fields in which `search` looks. */
const SEARCHED = ['name', 'businessName', 'subdomain'];

/** How long a deleted tenant can be restored. */
const RESTORABLE_DAYS = 30;

const presentSummary = presenter(tenantSummary);

function summarizeTenant({ config }: TenantCtx, row: TenantRow) {
  const host = row.customDomain ?? `${row.subdomain}.${config.BASE_DOMAIN}`;
  // Rows that are older than these two fields lack them.
  const added = { locale: DEFAULT_LOCALE, timeZone: null };
  return presentSummary({ ...added, ...row, siteUrl: publicOrigin(config, host) });
}

/** A tenant with all that belongs to it: what a GET of it answers. */
export async function presentTenant(ctx: TenantCtx, row: TenantRow) {
  const [branding, owned] = await Promise.all([
    brandings.in(ctx).findOne({}),
    domains.in(ctx).find({}, { sort: { createdAt: 1, _id: 1 } }),
  ]);
  return {
    ...summarizeTenant(ctx, row),
    branding: branding && presentBranding(branding),
    subscription: row.subscription,
    domains: owned.map((domain) => presentDomain(ctx, domain)),
  };
}

/** A super_admin sees all tenants, a user those that they are an active member of, an API key that may read it its own. @throws forbidden */
export async function listTenants(ctx: TenantCtx, query: PaginationQuery & TenantFilters) {
  ensure(ctx.caller.type !== 'api_key' || ctx.caller.permissions.has('read:tenants'), () =>
    forbidden('auth.forbidden', 'This needs the permission read:tenants.'),
  );
  const { status, businessType, search, includeDeleted = false } = query;
  ensure(!includeDeleted || ctx.caller.isSuperAdmin, () => forbidden());
  const filter = {
    reservation: null,
    ...(includeDeleted ? {} : { deletedAt: null }),
    ...(status === undefined ? {} : { status }),
    ...(businessType === undefined ? {} : { businessType }),
    ...(search === undefined ? {} : { $or: containing(search, SEARCHED) }),
    ...(await visibleTo(ctx)),
  };
  const { rows, pagination } = await tenants.across(ctx).paginate(filter, query);
  return { items: rows.map((row) => summarizeTenant(ctx, row)), pagination };
}

/** In which industries tenants are, in their own words. */
export async function listBusinessTypes(ctx: TenantCtx, tenantIds: readonly string[]) {
  const rows = await tenants.across(ctx).find({ _id: { $in: [...tenantIds] } });
  return { items: rows.map(({ _id, businessType }) => ({ tenantId: _id, businessType })) };
}

async function visibleTo(ctx: TenantCtx): Promise<{ _id?: { $in: string[] } }> {
  const { caller } = ctx;
  if (caller.isSuperAdmin) return {};
  if (caller.type === 'user') return { _id: { $in: await tenantIdsOf(ctx, caller.userId) } };
  return { _id: { $in: caller.tenant ? [caller.tenant.id] : [] } };
}

/** @throws not_found */
export async function getTenant(ctx: TenantCtx) {
  return presentTenant(ctx, await getTenantRow(ctx));
}

/**
 * What is said of telephone, email and hours is said of the primary location.
 * @throws not_found, forbidden for a status by others than a super_admin, invalid, precondition_failed
 */
export async function updateTenant(ctx: TenantCtx, change: TenantChange) {
  const { businessHours, status, ...rest } = change;
  const { isSuperAdmin } = ctx.caller;
  const isSame = status === undefined || status === (await getTenantRow(ctx)).status;
  ensure(isSuperAdmin || isSame, () =>
    forbidden(
      'tenant.status_forbidden',
      'The status follows from the subscription; only the platform can set it.',
    ),
  );
  const set = {
    ...rest,
    ...(isSuperAdmin && status !== undefined
      ? { status, isSuspendedByPlatform: status === 'suspended' }
      : {}),
    ...(businessHours === undefined ? {} : { businessHours: businessHours ?? {} }),
  };
  const { row, after } = await transaction(ctx, async (tx) => {
    const written = await write(tx, set, 'tenant.updated');
    await updatePrimaryLocation(tx, contactChanged(written.before, set), written.event.id);
    return written;
  });
  if (change.status !== undefined) await syncIdentity(ctx, row);
  return after;
}

/** What of a change says something else of the contact. */
function contactChanged(before: Contact, change: Partial<Contact>): Partial<Contact> {
  const { contactPhone = before.contactPhone, contactEmail = before.contactEmail } = change;
  const { businessHours = before.businessHours } = change;
  return {
    ...(contactPhone === before.contactPhone ? {} : { contactPhone }),
    ...(contactEmail === before.contactEmail ? {} : { contactEmail }),
    ...(isDeepStrictEqual(businessHours, before.businessHours) ? {} : { businessHours }),
  };
}

/** Has the tenant show what its primary location says now. */
export async function updateContact(
  tx: Tx<TenantCtx>,
  contact: Partial<Contact>,
  causedBy: string,
): Promise<void> {
  const change = contactChanged(await getTenantRow(tx), contact);
  if (Object.keys(change).length > 0) await write(tx, change, 'tenant.updated', causedBy);
}

/** The site answers 410 from now on, and for 30 days it can be restored. @throws gone, precondition_failed */
export async function deleteTenant(ctx: TenantCtx): Promise<void> {
  const set = { deletedAt: ctx.clock.now() };
  const { row } = await transaction(ctx, async (tx) => {
    const { deletedAt } = await getTenantRow(tx);
    ensure(
      !deletedAt,
      () => new DomainError('gone', 'tenant.deleted', 'This tenant has been deleted already.'),
    );
    return write(tx, set, 'tenant.deleted');
  });
  await syncIdentity(ctx, row);
}

/** @throws conflict where it is not deleted, gone after 30 days and where it is erased, precondition_failed */
export async function restoreTenant(ctx: TenantCtx) {
  const { row, after } = await transaction(ctx, async (tx) => {
    const { deletedAt, isBeingErased } = await getTenantRow(tx);
    ensure(deletedAt, () => new DomainError('conflict', 'tenant.not_deleted', 'This tenant is not deleted.'));
    const age = ctx.clock.now().getTime() - deletedAt.getTime();
    ensure(
      age <= RESTORABLE_DAYS * DAY_MS && !isBeingErased,
      () => new DomainError('gone', 'tenant.deleted', 'It can no longer be restored.'),
    );
    return write(tx, { deletedAt: null }, 'tenant.restored');
  });
  await syncIdentity(ctx, row);
  return after;
}

async function write(
  tx: Tx<TenantCtx>,
  change: Partial<Pick<TenantRow, keyof TenantChange | 'deletedAt' | 'isSuspendedByPlatform'>>,
  type: 'tenant.updated' | 'tenant.deleted' | 'tenant.restored',
  causedBy?: string,
) {
  const before = await presentTenant(tx, await getTenantRow(tx));
  // What follows from the change of something else was asked for with that one's tag.
  if (causedBy === undefined) requireMatch(tx, () => before);
  const row = await tenants.in(tx).update(before.id, change);
  const after = { ...before, ...summarizeTenant(tx, row) };
  const event = tx.recordChange(type, before, after, causedBy === undefined ? {} : { causedBy });
  tx.invalidate(`site:${tenantOf(tx)}`);
  return { row, before, after, event };
}

/** Changes the domains of a tenant, which are a part of what it shows. */
export async function updateDomains<Result>(
  tx: Tx<TenantCtx>,
  work: () => Promise<{ result: Result; causedBy?: string }>,
): Promise<Result> {
  const before = await presentTenant(tx, await getTenantRow(tx));
  const { result, causedBy } = await work();
  const { _id, customDomain } = await getTenantRow(tx);
  const after = await presentTenant(tx, await tenants.in(tx).update(_id, { customDomain }));
  tx.recordChange('tenant.updated', before, after, causedBy === undefined ? {} : { causedBy });
  tx.invalidate(`site:${_id}`);
  return result;
}

/** The tenant of the path, deleted or not, but no mere reservation. @throws not_found */
export function getTenantRow(ctx: TenantCtx): Promise<TenantRow> {
  return tenants.in(ctx).get(tenantOf(ctx), { reservation: null });
}
