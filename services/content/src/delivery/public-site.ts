import { DomainError, ensure, notFound, unavailable, inTenant } from '@siteninja/core';
import { type ContentCtx } from '../context';
import { type MenuItem } from '../markup/site';
import { publicContent } from '../section-types';
import { type MadeRelease } from '../sites/release.model';
import { findActivationAt } from '../sites/activation.model';
import { findSite, statusOf } from '../sites/site-host';
import { readRelease } from '../sites/read-release';
import { findPage } from './live-release';

/** The live site of a host, as data. @throws not_found, `site.not_published`, gone, unavailable */
export async function getPublicSite(ctx: ContentCtx, host: string) {
  const { release } = await liveSite(ctx, host);
  const { tenant, branding, navigation } = release.site;
  const { id: _id, ...shown } = tenant;
  return {
    tenant: shown,
    branding,
    navigation: { header: presentMenu(navigation.header), footer: presentMenu(navigation.footer) },
    pages: release.entries.map(({ pageId: id, path, title }) => ({ id, path, title })),
    release: { id: release._id, number: release.number, activatedAt: release.activatedAt.toISOString() },
  };
}

interface PresentedItem {
  label: string;
  href: string;
  openInNewTab: boolean;
  children: PresentedItem[];
}

function presentMenu(items: readonly MenuItem[]): PresentedItem[] {
  return items.map(({ children, ...item }) => ({ ...item, children: presentMenu(children) }));
}

/**
 * A page of the live site, or of the one that was live at a time, or the address that it has moved to.
 * @throws not_found, `site.not_published`, gone, unavailable
 */
export async function getPublicPage(
  ctx: ContentCtx,
  { host, path, at }: { host: string; path: string; at?: string },
) {
  const { release, owner } = await liveSite(ctx, host, at);
  const found = await findPage(owner, release, path);
  ensure(found, () => notFound('page'));
  if ('redirect' in found) return { redirect: found.redirect };
  const { page } = found;
  const sections = page.sections.map((each) => ({
    ...each,
    content: publicContent(each.type, each.content),
  }));
  return { ...page, sections };
}

/** @throws not_found, `site.not_published`, gone, unavailable */
export async function liveSite(
  ctx: ContentCtx,
  host: string,
  at?: string,
): Promise<{ release: MadeRelease; owner: ContentCtx }> {
  const site = await findSite(ctx, host);
  ensure(site, () => notFound('site'));
  const status = statusOf(site);
  ensure(status !== 'deleted', () => new DomainError('gone', 'site.gone', 'This site has been closed.'));
  ensure(status !== 'suspended', () => unavailable('site.suspended', 'This site is not available just now.'));
  const owner = inTenant(ctx, site.tenantId);
  const id = at === undefined ? site.liveReleaseId : await idLiveAt(owner, new Date(at));
  const release = id === null ? null : await readRelease(owner, id);
  ensure(release, () => {
    const message =
      at === undefined
        ? 'This site has not been published yet.'
        : 'This site was not published then, or what was live then is no longer kept.';
    return new DomainError('not_found', 'site.not_published', message);
  });
  return { release, owner };
}

async function idLiveAt(ctx: ContentCtx, at: Date): Promise<string | null> {
  return (await findActivationAt(ctx, at))?.releaseId ?? null;
}
