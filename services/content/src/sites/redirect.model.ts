import { redirect } from '@siteninja/contracts';
import { type RowOf, tenantCollection } from '@siteninja/mongo';

export const redirects = tenantCollection({
  name: 'redirects',
  noun: 'redirect',
  fields: redirect.fields,
  indexes: [
    {
      fields: { tenantId: 1, fromPath: 1 },
      unique: true,
      serves: 'one redirect a path',
      conflict: {
        code: 'redirect.from_path_taken',
        field: 'fromPath',
      },
    },
    { fields: { tenantId: 1, pageId: 1 }, serves: 'the redirects that lead to a page' },
    { fields: { tenantId: 1, createdAt: -1 }, serves: 'GET /tenants/:tenantId/redirects' },
  ],
});

export type RedirectRow = RowOf<typeof redirects>;
