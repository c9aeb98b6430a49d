import { s } from '@siteninja/schema';
import { defineEvents } from '../define-events';
import { MAX_SORT_ORDER } from './section';

const MENUS = ['header', 'footer'] as const;

/** What an item of a menu leads to. A section is named with its page. */
const navigationTarget = s.named(
  'NavigationTarget',
  s.union('type', {
    page: s.object({ type: s.enum('page'), pageId: s.uuid() }),
    url: s.object({ type: s.enum('url'), url: s.link() }),
    section: s.object({ type: s.enum('section'), pageId: s.uuid(), sectionId: s.uuid() }),
  }),
);

/** An item of a menu. */
export const navigationItem = s.tenantResource('NavigationItem', {
  menu: s.enum(...MENUS),
  label: s.label({ max: 100 }),
  target: navigationTarget,
  parentId: s.default(s.nullable(s.uuid()), null),
  sortOrder: s.default(s.integer({ min: 0, max: MAX_SORT_ORDER }), 0),
  openInNewTab: s.default(s.boolean(), false),
});

/** Its resource is the navigation of the tenant, whose id it has. */
const navigationOrder = s.object({
  id: s.uuid(),
  tenantId: s.uuid(),
  menu: navigationItem.fields.menu,
  items: s.describe(s.array(s.anyObject()), 'Ids of all items of the menu, each with its `children`.'),
});

export const navigationEvents = {
  ...defineEvents('navigation', navigationItem, { created: 'create', updated: 'update', deleted: 'delete' }),
  ...defineEvents('navigation', navigationOrder, { reordered: 'reorder' }),
};
