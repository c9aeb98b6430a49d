import { type DomainEvent } from '@siteninja/contracts';
import { readEvent, type Tx } from '@siteninja/events';
import { s } from '@siteninja/schema';
import { stringify } from 'safe-stable-stringify';
import { type ContentCtx } from '../context';
import { locationData, locations, siteLocations } from '../sites/location.projection';
import { releaseSite } from '../sites/release-site';
import { type SiteRow, sites } from '../sites/site.model';

const orderData = s.object({ locationIds: s.array(s.uuid()) });

/**
 * Projects what an event says of a location, or of the order of all, unless a newer one has been projected. A live site
 * shows the change at once.
 */
export async function applyLocationEvent(tx: Tx<ContentCtx>, event: DomainEvent): Promise<void> {
  const before = await shownBy(tx, await sites.in(tx).findOne({}));
  if (event.type === 'location.reordered') await applyOrder(tx, event);
  else await applyLocation(tx, event);
  const site = await sites.in(tx).findOne({});
  if (site?.liveReleaseId && before !== (await shownBy(tx, site))) await releaseSite(tx);
}

async function applyLocation(tx: Tx<ContentCtx>, event: DomainEvent): Promise<void> {
  const { isPrimary, updatedAt, ...location } = readEvent(locationData, event);
  const isDeleted = event.type === 'location.deleted';
  const kept = { location, isPrimary, changedAt: new Date(updatedAt), isDeleted };
  await locations.in(tx).keepNewest({ _id: location.id }, event.resource.version, kept);
}

async function applyOrder(tx: Tx<ContentCtx>, event: DomainEvent): Promise<void> {
  const { locationIds: locationOrder } = readEvent(orderData, event);
  await sites.in(tx).keepNewest({}, event.resource.version, { locationOrder }, 'locationOrderVersion');
}

async function shownBy(tx: Tx<ContentCtx>, site: SiteRow | null): Promise<string | undefined> {
  return stringify(await siteLocations(tx, site ?? { locationOrder: [] }));
}
