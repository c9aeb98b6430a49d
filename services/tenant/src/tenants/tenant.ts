import {
  DomainError,
  ensure,
  forbidden,
  notFound,
  type PaginationQuery,
  requireMatch,
  tenantOf,
  type TenantStatus,
} from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { containing } from '@siteninja/mongo';
import { presentBranding } from '../branding/branding';
import { brandings } from '../branding/branding.model';
import { type TenantCtx } from '../context';
import { presentDomain } from '../domains/domain';
import { domains } from '../domains/domain.model';
import { tellIdentity } from './tell-identity';
import {
  type BusinessHours,
  members,
  type SubscriptionSummary,
  type Tenant,
  type TenantRecord,
  tenants,
} from './tenant.model';

/** Fields in which `search` looks. */
const SEARCHED = ['name', 'businessName', 'subdomain'];

/** Days in which a deleted tenant can come back. */
const RESTORABLE_DAYS = 30;
const DAY = 24 * 60 * 60 * 1000;

export interface TenantChange {
  name?: string;
  businessName?: string;
  businessType?: string;
  description?: string | null;
  contactPhone?: string | null;
  contactEmail?: string | null;
  businessHours?: BusinessHours | null;
  status?: TenantStatus;
}

/** A tenant as lists show it. */
export function summarizeTenant(ctx: TenantCtx, row: TenantRecord) {
  return {
    id: row._id,
    tenantId: row._id,
    name: row.name,
    businessName: row.businessName,
    businessType: row.businessType,
    description: row.description,
    subdomain: row.subdomain,
    customDomain: row.customDomain,
    contactPhone: row.contactPhone,
    contactEmail: row.contactEmail,
    businessHours: row.businessHours,
    status: row.status,
    templateId: row.templateId,
    trialEndsAt: row.trialEndsAt?.toISOString() ?? null,
    siteUrl: siteUrl(ctx, row),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}

/** A tenant with all that belongs to it: what a GET of it answers. */
export async function presentTenant(ctx: TenantCtx, row: TenantRecord) {
  const [branding, owned] = await Promise.all([
    brandings.in(ctx).findOne({}),
    domains.in(ctx).find({}, { sort: { createdAt: 1, _id: 1 } }),
  ]);
  return {
    ...summarizeTenant(ctx, row),
    branding: branding && presentBranding(branding),
    subscription: row.subscription && presentSubscription(row.subscription),
    domains: owned.map((domain) => presentDomain(ctx, domain)),
  };
}

function presentSubscription({ revision: _revision, ...shown }: SubscriptionSummary) {
  return shown;
}

function siteUrl({ config }: TenantCtx, row: TenantRecord): string {
  const usual = config.PUBLIC_SCHEME === 'https' ? 443 : 80;
  const port = config.PUBLIC_PORT === usual ? '' : `:${config.PUBLIC_PORT}`;
  return `${config.PUBLIC_SCHEME}://${row.customDomain ?? `${row.subdomain}.${config.BASE_DOMAIN}`}${port}`;
}

export interface TenantFilters {
  status?: TenantStatus;
  businessType?: string;
  search?: string;
  includeDeleted?: boolean;
}

/** A super_admin sees all tenants, a key its own, everybody else those they belong to. */
export async function listTenants(ctx: TenantCtx, query: PaginationQuery & TenantFilters) {
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

async function visibleTo(ctx: TenantCtx): Promise<{ _id?: { $in: string[] } }> {
  const { caller } = ctx;
  if (caller.isSuperAdmin) return {};
  if (caller.type !== 'user') return { _id: { $in: caller.tenant ? [caller.tenant.id] : [] } };
  const own = await members.in(ctx).find({ userId: caller.userId }, { select: { tenantId: 1 } });
  return { _id: { $in: own.map(({ tenantId }) => tenantId) } };
}

/** @throws not_found */
export async function getTenant(ctx: TenantCtx) {
  return presentTenant(ctx, await existingTenant(ctx));
}

/** @throws not_found, forbidden for a status by others than a super_admin, precondition_failed */
export async function updateTenant(ctx: TenantCtx, change: TenantChange) {
  ensure(change.status === undefined || ctx.caller.isSuperAdmin, () =>
    forbidden(
      'tenant.status_forbidden',
      'The status follows from the subscription; only the platform can set it.',
    ),
  );
  const { businessHours, ...rest } = change;
  const set = { ...rest, ...(businessHours === undefined ? {} : { businessHours: businessHours ?? {} }) };
  const { row, after } = await transaction(ctx, (tx) => write(tx, set, 'tenant.updated'));
  if (change.status !== undefined) await tellIdentity(ctx, row);
  return after;
}

/** The site answers 410 from now on, and for 30 days it can be restored. @throws precondition_failed */
export async function deleteTenant(ctx: TenantCtx): Promise<void> {
  const set = { deletedAt: ctx.clock.now() };
  const { row } = await transaction(ctx, (tx) => write(tx, set, 'tenant.deleted'));
  await tellIdentity(ctx, row);
}

/** @throws conflict where it is not deleted, gone after 30 days, precondition_failed */
export async function restoreTenant(ctx: TenantCtx) {
  const { row, after } = await transaction(ctx, async (tx) => {
    const { deletedAt } = await existingTenant(tx);
    ensure(deletedAt, () => new DomainError('conflict', 'tenant.not_deleted', 'This tenant is not deleted.'));
    const age = ctx.clock.now().getTime() - deletedAt.getTime();
    ensure(
      age <= RESTORABLE_DAYS * DAY,
      () => new DomainError('gone', 'tenant.deleted', 'It can no longer be restored.'),
    );
    return write(tx, { deletedAt: null }, 'tenant.restored');
  });
  await tellIdentity(ctx, row);
  return after;
}

type ChangeType = 'tenant.updated' | 'tenant.deleted' | 'tenant.restored';

async function write(tx: Tx<TenantCtx>, set: Partial<Tenant>, type: ChangeType) {
  const before = await presentTenant(tx, await existingTenant(tx));
  requireMatch(tx, () => before);
  const row = await tenants.in(tx).updateOne({}, { $set: set });
  ensure(row, () => notFound('tenant'));
  const after = await presentTenant(tx, row);
  tx.record({
    type,
    resource: { type: 'tenant', id: row._id, version: row.revision },
    data: after,
    change: { before, after },
  });
  tx.invalidate(`site:${tenantOf(tx)}`);
  return { row, after };
}

/** The tenant of the path, deleted or not, but no mere reservation. @throws not_found */
export async function existingTenant(ctx: TenantCtx): Promise<TenantRecord> {
  const row = await tenants.in(ctx).findOne({ reservation: null });
  ensure(row, () => notFound('tenant'));
  return row;
}
