import { navigationItem } from '@siteninja/contracts';
import { type Infer, type InferFields, omit, partial, s } from '@siteninja/schema';

export { navigationItem };

/** Levels of a menu. */
export const MAX_DEPTH = 3;
/** Items of a tenant, both menus together. */
export const MAX_ITEMS = 500;

const written = omit(navigationItem, 'id', 'tenantId', 'revision', 'createdAt', 'updatedAt');

export const newNavigationItem = s.object({
  ...written.fields,
  sortOrder: s.describe(
    s.optional(navigationItem.fields.sortOrder.inner),
    'Where the item stands among those of the same parent; at the end where absent.',
  ),
});
export type NewNavigationItem = Infer<typeof newNavigationItem>;

export const navigationItemChange = partial(written);
export type NavigationItemChange = Infer<typeof navigationItemChange>;

const noChildren = s.array(s.object({ id: s.uuid() }), { max: 0 });
const thirdItem = s.object({ ...navigationItem.fields, children: noChildren });
const secondItem = s.object({ ...navigationItem.fields, children: s.array(thirdItem) });
/** An item with those that lie under it. */
export const navigationTree = s.named(
  'NavigationTree',
  s.object({ ...navigationItem.fields, children: s.array(secondItem) }),
);
export type NavigationTree = Infer<typeof navigationTree>;

const menu = navigationItem.fields.menu;
const menuFilter = { menu: s.optional(menu) };
export const menuQuery = s.object(menuFilter);
export type MenuFilter = InferFields<typeof menuFilter>;

const thirdPlace = s.object({ id: s.uuid(), children: s.optional(noChildren) });
const secondPlace = s.object({ id: s.uuid(), children: s.optional(s.array(thirdPlace)) });
const firstPlace = s.object({ id: s.uuid(), children: s.optional(s.array(secondPlace)) });

export const navigationOrder = s.object({ menu, items: s.array(firstPlace) });
export type NavigationOrder = Infer<typeof navigationOrder>;

export const deleteQuery = s.object({
  children: s.describe(
    s.default(s.enum('reparent', 'delete'), 'reparent'),
    'What becomes of the items under it: they move up to its place, or are deleted with it.',
  ),
});
export type DeleteQuery = Infer<typeof deleteQuery>;
