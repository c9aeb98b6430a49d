import { type ContentCtx } from '../context';
import { siteLocations } from '../sites/location.projection';
import { type ReadySite } from '../sites/ready-site';
import { profileOf } from '../sites/site-profile';
import { type Facts } from './facts';

/** More locations would lengthen every prompt. */
const MAX_PLACES = 20;

/** The industry of those that are in none of ours. */
const OTHER = 'Other';

export async function factsOf(ctx: ContentCtx, site: ReadySite): Promise<Facts> {
  const locations = await siteLocations(ctx, site);
  const { legalName, priceRange, currency } = profileOf(site);
  return {
    business: site.facts,
    industry: site.businessType === OTHER ? null : site.businessType,
    profile: { legalName, priceRange, currency },
    places: locations.slice(0, MAX_PLACES).map(({ label, address, phones, emails, hours }) => ({
      ...{ label, address, phones, emails, hours },
    })),
  };
}
