import { profileFields } from '@siteninja/contracts';
import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

/** At most one a tenant: from its first change on. */
export const profiles = tenantCollection({
  name: 'profiles',
  fields: {
    ...profileFields.fields,
    /** Null as long as it is the one that the industry proposes. */
    schemaType: s.default(s.nullable(profileFields.fields.schemaType), null),
  },
  indexes: [
    { fields: { tenantId: 1 }, unique: true, serves: 'one a tenant; GET /tenants/:tenantId/profile' },
  ],
});

export type ProfileRow = RowOf<typeof profiles>;
