import { type Infer, s } from '@siteninja/schema';
import { defineEvents } from '../define-events';
import { LOCAL_BUSINESS_TYPES } from './local-business-types';

/** Where a business has a page of its own. */
const NETWORKS = [
  'bluesky',
  'facebook',
  'github',
  'google',
  'instagram',
  'linkedin',
  'mastodon',
  'pinterest',
  'reddit',
  'snapchat',
  'telegram',
  'threads',
  'tiktok',
  'tripadvisor',
  'twitter',
  'vimeo',
  'whatsapp',
  'x',
  'xing',
  'yelp',
  'youtube',
] as const;
type Network = (typeof NETWORKS)[number];

const address = s.optional(s.httpsAddress());
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- Object.fromEntries forgets the names
const addresses = Object.fromEntries(NETWORKS.map((network) => [network, address])) as {
  [N in Network]: typeof address;
};

/** What search engines are told of a business beside what its tenant and locations say. */
export const profileFields = s.object({
  legalName: s.default(s.nullable(s.label({ max: 255 })), null),
  priceRange: s.describe(s.default(s.nullable(s.label({ max: 99 })), null), 'Such as `$$`, or `€10–20`.'),
  currency: s.default(s.nullable(s.currency()), null),
  social: s.describe(s.default(s.object(addresses), {}), 'The pages of the business in social networks.'),
  schemaType: s.describe(
    s.enum(...LOCAL_BUSINESS_TYPES),
    'A LocalBusiness of schema.org; proposed from the industry until it is chosen.',
  ),
});
export type ProfileFields = Infer<typeof profileFields>;

export const profile = s.named('Profile', s.object({ tenantId: s.uuid(), ...profileFields.fields }));

/** Its id is the tenant's. */
export const profileEvents = defineEvents('profile', profile, { updated: 'update' });

const PROPOSALS: ReadonlyMap<string, ProfileFields['schemaType']> = new Map([
  ['plumbing', 'Plumber'],
  ['it consulting', 'ProfessionalService'],
  ['healthcare', 'MedicalBusiness'],
  ['legal', 'LegalService'],
  ['real estate', 'RealEstateAgent'],
  ['automotive', 'AutoRepair'],
  ['restaurant', 'Restaurant'],
  ['retail', 'Store'],
]);

/** The LocalBusiness that a tenant of this `businessType` is, as long as it has not said so itself. */
export function proposedSchemaType(businessType: string): ProfileFields['schemaType'] {
  return PROPOSALS.get(businessType.trim().toLowerCase()) ?? 'LocalBusiness';
}
