import { isNewer, type ProfileFields, proposedSchemaType } from '@siteninja/contracts';
import { type TenantStatus, tenantOf } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type Stored } from '@siteninja/schema';
import { stringify } from 'safe-stable-stringify';
import { type ContentCtx } from '../context';
import { type SiteBranding, type SiteFacts } from '../markup/site';
import { insertPage, recordCreated } from '../pages/page';
import { pages } from '../sites/page.model';
import { releaseSite } from '../sites/release-site';
import { sectionsOfTemplate } from '../pages/section-list';
import { profileOf } from '../sites/site-profile';
import { hosts } from '../sites/host.projection';
import { evictHosts, normalizeHost, refreshHostCache } from '../sites/site-host';
import { type SiteRow, sites } from '../sites/site.model';
import { type contentLimits, tenantPlans } from '../sites/tenant-plan.projection';
import { firstPages } from '../templates/template';

/** What a tenant's event says of its site. */
export interface TenantSnapshot {
  version: number;
  facts: SiteFacts;
  origin: string;
  status: TenantStatus;
  /** Whether the platform has just set the status; else it mirrors the subscription, perhaps an older state of it. */
  isStatusDecided: boolean;
  isDeleted: boolean;
  /** Verified ones. */
  hosts: string[];
  branding: SiteBranding | null;
  businessType: string;
}

/** Projects a tenant unless a newer event has been projected. A live site shows the change at once. */
export async function applyTenant(tx: Tx<ContentCtx>, snapshot: TenantSnapshot): Promise<void> {
  const { version, facts, origin, isDeleted: isTenantDeleted } = snapshot;
  const before = await sites.in(tx).findOne({});
  const status = await statusFrom(tx, snapshot, before);
  // Branding has events of its own; what a tenant's event says of it counts until the first of them has arrived.
  const branding = before?.branding ? {} : { branding: snapshot.branding };
  const { businessType } = snapshot;
  const industry = { businessType, proposedSchemaType: proposedSchemaType(businessType) };
  const projected = { facts, origin, ...status, isTenantDeleted, ...industry, ...branding };
  const site = await sites.in(tx).keepNewest({}, version, projected, 'tenantVersion');
  if (site === null) return;
  await replaceHosts(tx, snapshot.hosts.map(normalizeHost));
  // The order of keys is the sender's, and says nothing.
  const shownBefore = before && stringify([before.facts, before.origin, profileOf(before)]);
  const isShownOtherwise = shownBefore !== stringify([facts, origin, profileOf(site)]);
  if (site.liveReleaseId !== null && isShownOtherwise) await releaseSite(tx);
  else await refreshHostCache(tx);
}

/** For a site that was projected before its industry was: what that proposes is shown at once. */
export async function applyIndustry(tx: Tx<ContentCtx>, businessType: string): Promise<void> {
  const before = await sites.in(tx).findOne({});
  if (!before || before.businessType !== null) return;
  const change = { businessType, proposedSchemaType: proposedSchemaType(businessType) };
  const site = await sites.in(tx).update(before._id, change);
  const isShownOtherwise = stringify(profileOf(before)) !== stringify(profileOf(site));
  if (site.liveReleaseId !== null && isShownOtherwise) await releaseSite(tx);
}

async function statusFrom(
  tx: Tx<ContentCtx>,
  { status, isStatusDecided }: TenantSnapshot,
  before: SiteRow | null,
): Promise<Pick<SiteRow, 'tenantStatus' | 'isSuspendedByPlatform'>> {
  const plan = await tenantPlans.in(tx).findOne({});
  if (isStatusDecided) return { tenantStatus: status, isSuspendedByPlatform: status === 'suspended' };
  if (!plan) return { tenantStatus: status, isSuspendedByPlatform: false };
  if (before?.isSuspendedByPlatform) return { tenantStatus: 'suspended', isSuspendedByPlatform: true };
  return { tenantStatus: plan.status, isSuspendedByPlatform: false };
}

/** What a subscription's event says that counts here. */
export interface PlanSnapshot {
  id: string;
  version: number;
  status: TenantStatus;
  limits: Stored<typeof contentLimits>;
}

/** Projects a subscription unless a newer event has been projected. A site that it closes or opens is so at once. */
export async function applyPlan(
  tx: Tx<ContentCtx>,
  { id, version, status, limits }: PlanSnapshot,
): Promise<void> {
  const known = await tenantPlans.in(tx).findOne({});
  if (!isNewer({ id, version }, known?.subscription ?? null)) return;
  await tenantPlans.in(tx).upsert({}, { $set: { status, limits, subscription: { id, version } } });
  const site = await sites.in(tx).findOne({});
  if (!site || site.isSuspendedByPlatform || site.tenantStatus === status) return;
  await sites.in(tx).update(site._id, { tenantStatus: status });
  await refreshHostCache(tx);
}

async function replaceHosts(tx: Tx<ContentCtx>, names: readonly string[]): Promise<void> {
  const tenantId = tenantOf(tx);
  const known = (await hosts.in(tx).find({ tenantId })).map(({ host }) => host);
  const removed = known.filter((host) => !names.includes(host));
  if (removed.length > 0) await hosts.in(tx).delete({ tenantId, host: { $in: removed } });
  await evictHosts(tx, removed);
  for (const host of names) {
    // The last tenant to verify a host owns it, in whatever order the events of the two arrive.
    if (!known.includes(host)) await hosts.in(tx).upsert({ host }, { $set: { tenantId } });
  }
}

/** Projects a branding unless a newer event has been projected. A live site shows the change at once. */
export async function applyBranding(
  tx: Tx<ContentCtx>,
  version: number,
  branding: SiteBranding,
): Promise<void> {
  const site = await sites.in(tx).keepNewest({}, version, { branding }, 'brandingVersion');
  if (site !== null && site.liveReleaseId !== null) await releaseSite(tx);
}

/** Projects a profile unless a newer event has been projected. A live site shows the change at once. */
export async function applyProfile(
  tx: Tx<ContentCtx>,
  version: number,
  profile: ProfileFields,
): Promise<void> {
  const site = await sites.in(tx).keepNewest({}, version, { profile }, 'profileVersion');
  if (site !== null && site.liveReleaseId !== null) await releaseSite(tx);
}

/** Makes a new tenant's first drafts, once: those of its template, or plain ones. */
export async function seedDrafts(tx: Tx<ContentCtx>, templateId: string | null): Promise<void> {
  const site = await sites.in(tx).findOne({});
  if (site?.isSeeded) return;
  await sites.in(tx).upsert({}, { $set: { isSeeded: true } });
  const source = await firstPages(tx, templateId);
  const own = await pages.in(tx).find({ parentId: null, deletedAt: null }, { select: { slug: 1 } });
  const taken = new Set(own.map(({ slug }) => slug));
  for (const { slug, title, sections, seo = {} } of source.pages) {
    if (taken.has(slug)) continue;
    const page = { slug, title, status: 'draft' as const, sections: sectionsOfTemplate(sections), seo };
    recordCreated(tx, await insertPage(tx, { ...page, templateId: source.templateId }));
  }
}
