import { type Fields, ObjectSchema, s } from '@siteninja/schema';
import { defineEvents } from '../define-events';

const anything = new ObjectSchema<Fields>({}, s.anyObject().joi);

export const untypedEvents = {
  ...defineEvents('page', anything, {
    created: 'create',
    updated: 'update',
    deleted: 'delete',
    restored: 'restore',
    moved: 'move',
    published: 'publish',
    unpublished: 'unpublish',
  }),
  ...defineEvents('section', anything, {
    created: 'create',
    updated: 'update',
    deleted: 'delete',
    reordered: 'reorder',
  }),
  ...defineEvents('release', anything, { activated: 'activate' }),
  ...defineEvents('template', anything, { created: 'create', updated: 'update', deleted: 'delete' }),
};
