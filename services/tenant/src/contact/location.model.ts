import { location } from '@siteninja/contracts';
import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

export const locations = tenantCollection({
  name: 'locations',
  noun: 'location',
  fields: {
    ...location.fields,
    /** By which they are listed. */
    sortOrder: s.integer(),
  },
  indexes: [
    {
      fields: { tenantId: 1 },
      unique: true,
      where: { isPrimary: true },
      serves: 'one primary location a tenant; every look at it',
    },
    { fields: { tenantId: 1, label: 1 }, alphabetical: true, serves: 'the list by label' },
    {
      fields: { tenantId: 1, sortOrder: 1, _id: 1 },
      serves: 'GET /tenants/:tenantId/locations in their order',
    },
    { fields: { tenantId: 1, createdAt: -1, _id: -1 }, serves: 'the same by age' },
  ],
});

export type LocationRow = RowOf<typeof locations>;
