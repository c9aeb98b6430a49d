import { type ContentCtx } from '../context';
import { type SiteFacts } from '../markup/site';
import { wordsOf } from '../markup/words';
import { siteLocations } from '../sites/location.projection';
import { type ReadySite } from '../sites/ready-site';
import { sentencesOf } from './rules/sentences';

/** What is known of a business: the only facts that a proposal may state. */
export interface Facts {
  readonly business: SiteFacts;
  /** Of its locations, the primary one first. */
  readonly cities: readonly string[];
  /** Whether it says when it is open. */
  readonly hasHours: boolean;
}

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

/** The facts as sentences, the tenant's own first, in words that fit every language. */
export function factSentences({ business, cities }: Facts): string[] {
  const { businessName, description = '', contactPhone } = business;
  const words = wordsOf(business);
  return [
    ...sentencesOf(description),
    ...(cities.length > 0 ? [`${businessName}: ${cities.join(', ')}.`] : []),
    ...(contactPhone === undefined ? [] : [`${words.contact}: ${contactPhone}.`]),
  ];
}
