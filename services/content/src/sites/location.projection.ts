import { DAY_MS } from '@siteninja/core';
import { location } from '@siteninja/contracts';
import { tenantCollection } from '@siteninja/mongo';
import { pick, s } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { siteLocation, type SiteLocation } from '../markup/site';
import { type SiteRow } from './site.model';

/** What content knows of a location, from its events; `_id` is the location's. */
export const locations = tenantCollection({
  name: 'locations',
  fields: {
    /** 0 where the location was asked for before its first event arrived. */
    version: s.integer(),
    location: s.nullable(s.json<SiteLocation>()),
    ...pick(location, 'isPrimary').fields,
    /** When the location itself was changed last: of two that were the primary one in turn, the later is. */
    changedAt: s.nullable(s.dateTime()),
    /** Kept, so that an older event that arrives later does not bring the location back. */
    isDeleted: s.boolean(),
  },
  indexes: [
    { fields: { tenantId: 1, _id: 1 }, serves: 'the locations that a release shows or a page names' },
  ],
});

/** What an event says of a location. */
export const locationData = s.object({
  ...siteLocation.fields,
  ...pick(location, 'isPrimary', 'updatedAt').fields,
});

/** The primary one first, the others in the order that the tenant gave them. */
export async function siteLocations(
  ctx: ContentCtx,
  { locationOrder }: Pick<SiteRow, 'locationOrder'>,
): Promise<SiteLocation[]> {
  const rows = await locations.in(ctx).find({ isDeleted: false }, { sort: { _id: 1 } });
  const primary = rows
    .filter(({ isPrimary }) => isPrimary)
    .sort((first, second) => Number(second.changedAt) - Number(first.changedAt))[0];
  const rank = ({ _id }: { _id: string }): number => {
    if (_id === primary?._id) return -1;
    const place = locationOrder.indexOf(_id);
    return place < 0 ? locationOrder.length : place;
  };
  return rows
    .sort((first, second) => rank(first) - rank(second))
    .flatMap(({ location: known }) => known ?? []);
}

/** Without exceptions of days that are over in every time zone: a page names none from the past when it is made. */
export function withoutPastExceptions(known: readonly SiteLocation[], now: Date): SiteLocation[] {
  const yesterday = new Date(now.getTime() - DAY_MS).toISOString().slice(0, 10);
  return known.map((each) => ({
    ...each,
    exceptions: each.exceptions.filter(({ date }) => date >= yesterday),
  }));
}
