import { etagOf } from '@siteninja/core';
import { created, listOf, noContent, ok, Result, singlePage } from '@siteninja/http';
import { route } from '../context';
import { createItem, deleteItem, updateItem } from './navigation';
import {
  deleteQuery,
  menuQuery,
  navigationItem,
  navigationItemChange,
  navigationOrder,
  type NavigationTree,
  navigationTree,
  newNavigationItem,
} from './navigation.schema';
import { orderMenu } from './order-navigation';
import { getItem, listMenus } from './read-navigation';

const NAVIGATION = '/tenants/:tenantId/navigation';

/** A menu, with the tag that ordering it takes in `If-Match`. */
function answer(items: NavigationTree[]) {
  const list = singlePage(items);
  return new Result(list, { headers: { ETag: etagOf(list) } });
}

export const navigationRoutes = [
  route({
    method: 'get',
    path: NAVIGATION,
    summary: 'List the items of the menus, each with those under it',
    allow: 'read:navigation',
    query: menuQuery,
    returns: listOf(navigationTree),
    cached: true,
    operationId: 'listNavigationItems',
    handle: async (ctx, { query }) => answer(await listMenus(ctx, query)),
  }),
  route({
    method: 'post',
    path: NAVIGATION,
    summary: 'Add an item to a menu; live at once',
    allow: 'write:navigation',
    body: newNavigationItem,
    returns: created(navigationItem),
    emits: ['navigation.created'],
    operationId: 'createNavigationItem',
    example: {
      menu: 'footer',
      label: 'Write to us',
      target: { type: 'url', url: 'mailto:office@harbor.example' },
    },
    errors: ['site.not_ready', 'release.superseded'],
    handle: (ctx, { body }) => createItem(ctx, body),
  }),
  route({
    method: 'put',
    path: `${NAVIGATION}/order`,
    summary: 'Put all items of a menu into other places, at once',
    description: 'Every item of the menu is named once. `If-Match` takes the ETag of the list of that menu.',
    allow: 'write:navigation',
    body: navigationOrder,
    returns: listOf(navigationTree),
    emits: ['navigation.reordered'],
    operationId: 'reorderNavigationItems',
    errors: ['site.not_ready', 'release.superseded', 'request.precondition_failed'],
    handle: async (ctx, { body }) => answer(await orderMenu(ctx, body)),
  }),
  route({
    method: 'get',
    path: `${NAVIGATION}/:itemId`,
    summary: 'Read an item of a menu',
    allow: 'read:navigation',
    returns: ok(navigationItem),
    cached: true,
    operationId: 'getNavigationItem',
    errors: ['navigation.not_found'],
    handle: (ctx, { params }) => getItem(ctx, params.itemId),
  }),
  route({
    method: 'put',
    path: `${NAVIGATION}/:itemId`,
    summary: 'Change an item of a menu, or move it; live at once',
    allow: 'write:navigation',
    body: navigationItemChange,
    current: (ctx, { itemId }) => getItem(ctx, itemId),
    returns: ok(navigationItem),
    emits: ['navigation.updated'],
    operationId: 'updateNavigationItem',
    example: { label: 'Write to our office' },
    errors: ['navigation.not_found', 'site.not_ready', 'release.superseded', 'request.precondition_failed'],
    handle: (ctx, { params, body }) => updateItem(ctx, params.itemId, body),
  }),
  route({
    method: 'delete',
    path: `${NAVIGATION}/:itemId`,
    summary: 'Delete an item of a menu; those under it move up, or go with it',
    allow: 'delete:navigation',
    query: deleteQuery,
    returns: noContent(),
    emits: ['navigation.deleted'],
    operationId: 'deleteNavigationItem',
    errors: ['navigation.not_found', 'site.not_ready', 'release.superseded', 'request.precondition_failed'],
    handle: (ctx, { params, query }) => deleteItem(ctx, params.itemId, query),
  }),
];
