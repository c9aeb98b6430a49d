import { type AnswerOf, type calls, siteHostKey } from '@siteninja/contracts';
import { tenantOf, inTenant } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { RENDERER_VERSION } from '../rendering/document';
import { hosts, type SiteRow, sites } from './site.model';

/** What a host shows. */
export type HostAnswer = AnswerOf<typeof calls.getSiteHost>;

/** Seconds for which the shared cache knows a host. */
const LIFETIME = 60;

/** Lower case, without port and trailing dot: as hosts are stored. */
export function normalizeHost(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
}

/** Whose site a host leads to. Two look-ups by index. */
export async function findSite(ctx: ContentCtx, host: string): Promise<SiteRow | null> {
  const found = await hosts.in(ctx).findOne({ host: normalizeHost(host) });
  return found && sites.in(inTenant(ctx, found.tenantId)).findOne({});
}

export function statusOf(site: SiteRow): Exclude<HostAnswer['status'], 'unknown'> {
  if (site.isTenantDeleted) return 'deleted';
  if (site.tenantStatus === 'suspended' || site.tenantStatus === 'cancelled') return 'suspended';
  return site.liveReleaseId === null ? 'none' : 'live';
}

function answerOf(site: SiteRow | null): HostAnswer {
  if (!site) return { tenantId: null, status: 'unknown', releaseId: null };
  const status = statusOf(site);
  return { tenantId: site.tenantId, status, releaseId: status === 'live' ? renditionOf(site) : null };
}

/**
 * The release and the renderer's version: a cache takes neither another release nor another rendering of the same
 * release for it.
 */
function renditionOf({ liveReleaseId }: SiteRow): string | null {
  return liveReleaseId === null ? null : `${liveReleaseId}.${RENDERER_VERSION}`;
}

/** The release of what `HostAnswer.releaseId` names. */
export function releaseOfRendition(rendition: string): string {
  return rendition.split('.')[0] ?? '';
}

/**
 * Where a host leads. What is found is not put into the shared cache: only a change does that, or a reader who
 * is late could put back what has just been changed.
 */
export async function answerHost(ctx: ContentCtx, host: string): Promise<HostAnswer> {
  return answerOf(await findSite(ctx, host));
}

/**
 * For every change of what a host answers. Before the commit the shared cache forgets the tenant's hosts, so
 * that a crash in between leaves nothing stale; after it the cache is told what has been committed.
 */
export async function hostsChange(tx: Tx<ContentCtx>): Promise<void> {
  const own = await hosts.in(tx).find({ tenantId: tenantOf(tx) });
  await forgetHosts(
    tx,
    own.map(({ host }) => host),
  );
  tx.afterCommit(() => rememberHosts(outside(tx)));
  tx.invalidate(`site:${tenantOf(tx)}`);
}

export async function forgetHosts(ctx: ContentCtx, names: readonly string[]): Promise<void> {
  await ctx.ports.cache.delete(...names.map(siteHostKey));
}

/**
 * Writes what the tenant's hosts answer now, and looks whether that is still so: of two changes at once the
 * slower may have written what the faster had replaced.
 */
async function rememberHosts(ctx: ContentCtx): Promise<void> {
  const own = await hosts.in(ctx).find({ tenantId: tenantOf(ctx) });
  if (own.length === 0) return;
  const TRIES = 5;
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const site = await sites.in(ctx).findOne({});
    const answer = JSON.stringify(answerOf(site));
    for (const { host } of own) await ctx.ports.cache.set(siteHostKey(host), answer, LIFETIME);
    const after = await sites.in(ctx).findOne({}, { select: { revision: 1 } });
    if (after?.revision === site?.revision) return;
  }
  await forgetHosts(
    ctx,
    own.map(({ host }) => host),
  );
}

/** The context without its transaction, which is over by then. */
function outside({
  session: _session,
  afterCommit: _afterCommit,
  record: _record,
  ...ctx
}: Tx<ContentCtx>): ContentCtx {
  return ctx;
}
