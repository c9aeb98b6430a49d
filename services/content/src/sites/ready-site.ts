import { ensure, unavailable } from '@siteninja/core';
import { type ContentCtx } from '../context';
import { type SiteFacts } from '../markup/site';
import { type SiteRow, sites } from './site.model';

/** A site whose tenant's facts and address have arrived. */
export type ReadySite = SiteRow & { facts: SiteFacts; origin: string };

/** The tenant's site. @throws unavailable for a tenant of a moment ago, whose own events have not arrived */
export async function readySite(ctx: ContentCtx): Promise<ReadySite> {
  const site = await sites.in(ctx).findOne({});
  ensure(isReady(site), () => unavailable('site.not_ready', 'The site is still being set up. Try again.'));
  return site;
}

function isReady(site: SiteRow | null): site is ReadySite {
  return site !== null && site.facts !== null && site.origin !== null;
}
