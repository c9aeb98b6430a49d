import { navigationItem } from '@siteninja/contracts';
import { type RowOf, tenantCollection } from '@siteninja/mongo';

export const navigationItems = tenantCollection({
  name: 'navigationItems',
  noun: 'navigation',
  fields: navigationItem.fields,
  indexes: [
    { fields: { tenantId: 1, menu: 1, sortOrder: 1 }, serves: 'the menus of a tenant' },
    { fields: { tenantId: 1, 'target.pageId': 1 }, serves: 'the items that lead to a page' },
  ],
});

export type NavigationItemRow = RowOf<typeof navigationItems>;
