import { s } from '@siteninja/schema';
import { defineEvents } from '../define-events';

/** Sends visitors of an address that is no page's to one that is: to a path, or to wherever a page is by then. */
export const redirect = s.tenantResource('Redirect', {
  fromPath: s.sitePath(),
  toPath: s.default(s.nullable(s.sitePath()), null),
  pageId: s.default(s.nullable(s.uuid()), null),
  statusCode: s.default(s.enum(301, 302), 301),
});

export const redirectEvents = defineEvents('redirect', redirect, {
  created: 'create',
  updated: 'update',
  deleted: 'delete',
});
