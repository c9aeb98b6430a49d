import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { omit, s } from '@siteninja/schema';
import { branding } from './branding.schema';

export const brandings = tenantCollection({
  name: 'branding',
  noun: 'branding',
  fields: {
    ...omit(branding, 'contrast').fields,
    /** Of the site's last import whose look it has taken over: an older one that comes later changes nothing. */
    importVersion: s.default(s.integer(), 0),
  },
  indexes: [
    { fields: { tenantId: 1 }, unique: true, serves: 'one a tenant; GET /tenants/:tenantId/branding' },
  ],
});

export type BrandingRow = RowOf<typeof brandings>;
