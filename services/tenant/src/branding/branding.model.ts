import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { omit } from '@siteninja/schema';
import { branding } from './branding.schema';

export const brandings = tenantCollection({
  name: 'branding',
  noun: 'branding',
  fields: omit(branding, 'contrast').fields,
  indexes: [
    { fields: { tenantId: 1 }, unique: true, serves: 'one a tenant; GET /tenants/:tenantId/branding' },
  ],
});

export type BrandingRow = RowOf<typeof brandings>;
