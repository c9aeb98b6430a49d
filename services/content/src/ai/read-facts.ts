import { type ContentCtx } from '../context';
import { siteLocations } from '../sites/location.projection';
import { type ReadySite } from '../sites/ready-site';
import { type Facts } from './facts';

export async function factsOf(ctx: ContentCtx, site: ReadySite): Promise<Facts> {
  const locations = await siteLocations(ctx, site);
  const { facts: business } = site;
  return {
    business,
    cities: [...new Set(locations.map(({ address }) => address.city))],
    hasHours:
      locations.some(({ hours }) => hours.length > 0) || Object.keys(business.businessHours).length > 0,
  };
}
