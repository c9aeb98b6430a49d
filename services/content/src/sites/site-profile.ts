import { type ProfileFields } from '@siteninja/contracts';
import { type SiteRow } from './site.model';

/** What search engines are told; a tenant that has said nothing is what its industry proposes. */
export function profileOf({
  profile,
  proposedSchemaType: schemaType,
}: Pick<SiteRow, 'profile' | 'proposedSchemaType'>): ProfileFields {
  return profile ?? { legalName: null, priceRange: null, currency: null, social: {}, schemaType };
}
