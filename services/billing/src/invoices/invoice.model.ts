import { invoice } from '@siteninja/contracts';
import { tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

export const invoices = tenantCollection({
  name: 'invoices',
  noun: 'invoice',
  fields: {
    ...invoice.fields,
    subscriptionId: s.uuid(),
    /** The provider's own id of it. */
    externalId: s.nullable(s.string()),
  },
  indexes: [
    { fields: { tenantId: 1, createdAt: -1 }, serves: 'GET /tenants/:tenantId/subscription/invoices' },
    { fields: { tenantId: 1, number: 1 }, unique: true, serves: 'no two invoices with one number' },
    {
      fields: { tenantId: 1, externalId: 1 },
      unique: true,
      where: { externalId: { $type: 'string' } },
      serves: "what the provider tells of an invoice; one row for each of the provider's",
    },
  ],
});
