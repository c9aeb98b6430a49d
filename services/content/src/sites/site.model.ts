import { profileFields, type ProfileFields } from '@siteninja/contracts';
import { TENANT_STATUSES } from '@siteninja/core';
import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';
import { siteBranding, siteFacts } from '../markup/site';

/** One a tenant: what its releases are made with, and which of them is live. */
export const sites = tenantCollection({
  name: 'sites',
  fields: {
    // A projection of the tenant's events; null until the first of them has arrived.
    facts: s.nullable(siteFacts),
    /** Scheme, host and port of the tenant's main address. */
    origin: s.nullable(s.string()),
    tenantStatus: s.default(s.enum(...TENANT_STATUSES), 'trial'),
    /** Then the status no longer follows the subscription. */
    isSuspendedByPlatform: s.default(s.boolean(), false),
    isTenantDeleted: s.default(s.boolean(), false),
    tenantVersion: s.default(s.integer(), 0),

    // A projection of the branding's events.
    branding: s.nullable(siteBranding),
    brandingVersion: s.default(s.integer(), 0),

    // A projection of the profile's events, and what the industry proposes until the first of them has arrived.
    profile: s.nullable(s.json<ProfileFields>()),
    profileVersion: s.default(s.integer(), 0),
    proposedSchemaType: s.default(profileFields.fields.schemaType, 'LocalBusiness'),

    /** In the words of the tenant; null until a first event of it has arrived. */
    businessType: s.default(s.nullable(s.string()), null),

    /** Ids, as the tenant ordered them last; newer locations come behind. */
    locationOrder: s.default(s.array(s.uuid()), []),
    locationOrderVersion: s.default(s.integer(), 0),

    /** Whether the first drafts have been made. */
    isSeeded: s.default(s.boolean(), false),
    /** What visitors see; moved by compare-and-set. */
    liveReleaseId: s.nullable(s.uuid()),
    releaseCount: s.default(s.integer(), 0),
    /**
     * Whether visitors still see the site that an import has replaced. Until the first page of the import is published,
     * releases are made of what is live, and not of the menus, redirects and branding that are there now.
     */
    hasUnpublishedImport: s.default(s.boolean(), false),
    /** How often a release has become live, earlier ones again included. */
    activationCount: s.default(s.integer(), 0),
    /** The event by which a release became live that the pages have not followed yet; null where they have. */
    unfollowedEventId: s.default(s.nullable(s.uuid()), null),
    /** Counted up by transactions that change the page tree, so that they commit one after the other. */
    treeLock: s.default(s.integer(), 0),
  },
  indexes: [
    { fields: { tenantId: 1 }, unique: true, serves: 'one a tenant; every look at a site' },
    { fields: { businessType: 1, tenantId: 1 }, serves: 'the sites whose industry has to be asked for' },
  ],
});
export type SiteRow = RowOf<typeof sites>;
