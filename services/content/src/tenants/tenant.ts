import { type TenantStatus, tenantOf } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { type SiteBranding } from '../markup/site';
import { insertPage, recordCreated } from '../pages/page';
import { pages } from '../pages/page.model';
import { releaseLivePages } from '../pages/live-pages';
import { arrangeSections } from '../pages/section-list';
import { forgetHosts, hostsChange, normalizeHost } from '../sites/site-host';
import { hosts, sites, type TenantFacts } from '../sites/site.model';
import { firstPages } from '../templates/template';

/** What a tenant's event says of its site. */
export interface TenantNews {
  revision: number;
  facts: TenantFacts;
  origin: string;
  status: TenantStatus;
  isDeleted: boolean;
  /** Verified ones. */
  hosts: string[];
  branding: SiteBranding | null;
}

/** Takes over what is new of a tenant. A live site shows it at once; what is older than what is known is not news. */
export async function takeTenant(tx: Tx<ContentCtx>, news: TenantNews): Promise<void> {
  const before = await sites.in(tx).findOne({});
  if (before && before.tenantRevision >= news.revision) return;
  const { facts, origin } = news;
  // Branding has events of its own; here it only counts as long as none of them has come.
  const branding = before?.branding ? {} : { branding: news.branding };
  const set = {
    facts,
    origin,
    tenantRevision: news.revision,
    tenantStatus: news.status,
    isTenantDeleted: news.isDeleted,
    ...branding,
  };
  const site = await sites.in(tx).upsert({}, { $set: set });
  await takeHosts(tx, news.hosts.map(normalizeHost));
  const shown = JSON.stringify([before?.facts, before?.origin]);
  const isShownOtherwise = shown !== JSON.stringify([facts, origin]);
  if (site.liveReleaseId !== null && isShownOtherwise) await releaseLivePages(tx);
  else await hostsChange(tx);
}

async function takeHosts(tx: Tx<ContentCtx>, names: readonly string[]): Promise<void> {
  const tenantId = tenantOf(tx);
  const known = (await hosts.in(tx).find({ tenantId })).map(({ host }) => host);
  const left = known.filter((host) => !names.includes(host));
  if (left.length > 0) await hosts.in(tx).delete({ tenantId, host: { $in: left } });
  await forgetHosts(tx, left);
  for (const host of names) {
    // Whoever has verified it last has it, whatever came of the other's event.
    if (!known.includes(host)) await hosts.in(tx).upsert({ host }, { $set: { tenantId } });
  }
}

/** Takes over a new branding; a live site shows it at once. */
export async function takeBranding(
  tx: Tx<ContentCtx>,
  revision: number,
  branding: SiteBranding,
): Promise<void> {
  const before = await sites.in(tx).findOne({});
  if (before && before.brandingRevision >= revision) return;
  const site = await sites.in(tx).upsert({}, { $set: { branding, brandingRevision: revision } });
  if (site.liveReleaseId !== null) await releaseLivePages(tx);
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
    const page = { slug, title, status: 'draft' as const, sections: arrangeSections(sections, []), seo };
    recordCreated(tx, await insertPage(tx, { ...page, templateId: source.templateId }));
  }
}
