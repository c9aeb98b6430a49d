import { type AnswerOf, type calls, siteHostKey } from '@siteninja/contracts';
import { inTenant, tenantOf } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { RENDERER_VERSION } from '../rendering/document';
import { hosts } from './host.projection';
import { type SiteRow, sites } from './site.model';

/** What a host shows. */
export type SiteHost = AnswerOf<typeof calls.getSiteHost>;

const CACHE_TTL_SECONDS = 60;
const MAX_CACHE_WRITES = 5;

/** Lower case, without port and trailing dot: as hosts are stored. */
export function normalizeHost(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
}

/** The site that a host shows. Two look-ups by index. */
export async function findSite(ctx: ContentCtx, host: string): Promise<SiteRow | null> {
  const found = await hosts.in(ctx).findOne({ host: normalizeHost(host) });
  return found && sites.in(inTenant(ctx, found.tenantId)).findOne({});
}

export function statusOf(site: SiteRow): Exclude<SiteHost['status'], 'unknown'> {
  if (site.isTenantDeleted) return 'deleted';
  if (site.tenantStatus === 'suspended' || site.tenantStatus === 'cancelled') return 'suspended';
  return site.liveReleaseId === null ? 'none' : 'live';
}

function presentHost(site: SiteRow | null, host: string): SiteHost {
  if (!site) return { tenantId: null, status: 'unknown', releaseId: null, redirectTo: null };
  const status = statusOf(site);
  const releaseId = status === 'live' ? renditionOf(site) : null;
  return { tenantId: site.tenantId, status, releaseId, redirectTo: primaryOrigin(site, host) };
}

/** Where visitors of another of the site's hosts are sent. */
function primaryOrigin({ origin }: SiteRow, host: string): string | null {
  return origin === null || new URL(origin).hostname === normalizeHost(host) ? null : origin;
}

/**
 * Names the live release and the renderer's version, so that caches tell apart two renderings of one release.
 */
function renditionOf({ liveReleaseId }: SiteRow): string | null {
  return liveReleaseId === null ? null : `${liveReleaseId}.${RENDERER_VERSION}`;
}

/** The id of the release that a `SiteHost.releaseId` names. */
export function releaseOfRendition(rendition: string): string {
  return rendition.split('.')[0] ?? '';
}

/**
 * What a host shows now. It is not put into the shared cache: only a change writes there, as a slow reader could
 * put back what has just been replaced.
 */
export async function getSiteHost(ctx: ContentCtx, host: string): Promise<SiteHost> {
  return presentHost(await findSite(ctx, host), host);
}

/**
 * Call it with every change of what a host shows. The tenant's hosts are evicted from the shared cache before the
 * commit, so that a crash in between leaves nothing stale, and cached again after it.
 */
export async function refreshHostCache(tx: Tx<ContentCtx>): Promise<void> {
  await evictHosts(tx, await hostsOf(tx));
  tx.afterCommit(() => cacheHosts(withoutTransaction(tx)));
  tx.invalidate(`site:${tenantOf(tx)}`);
}

export async function evictHosts(ctx: ContentCtx, names: readonly string[]): Promise<void> {
  await ctx.ports.cache.delete(...names.map(siteHostKey));
}

/**
 * Writes what the tenant's hosts show, and reads again whether that is still so: of two changes at once the slower
 * may have overwritten what the faster wrote.
 */
async function cacheHosts(ctx: ContentCtx): Promise<void> {
  const names = await hostsOf(ctx);
  if (names.length === 0) return;
  for (let writes = 0; writes < MAX_CACHE_WRITES; writes += 1) {
    const site = await sites.in(ctx).findOne({});
    for (const name of names) {
      await ctx.ports.cache.set(
        siteHostKey(name),
        JSON.stringify(presentHost(site, name)),
        CACHE_TTL_SECONDS,
      );
    }
    const after = await sites.in(ctx).findOne({}, { select: { revision: 1 } });
    if (after?.revision === site?.revision) return;
  }
  await evictHosts(ctx, names);
}

/** The hosts that show the tenant's site. */
export async function hostsOf(ctx: ContentCtx): Promise<string[]> {
  const rows = await hosts.in(ctx).find({ tenantId: tenantOf(ctx) });
  return rows.map(({ host }) => host);
}

/** After the commit the transaction's session can no longer be used. */
function withoutTransaction({
  session: _session,
  afterCommit: _afterCommit,
  changedTenants: _changedTenants,
  record: _record,
  recordChange: _recordChange,
  ...ctx
}: Tx<ContentCtx>): ContentCtx {
  return ctx;
}
