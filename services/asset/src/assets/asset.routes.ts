import { calls } from '@siteninja/contracts';
import { inTenant } from '@siteninja/core';
import { listOf, listQuery, noContent, ok } from '@siteninja/http';
import { partial, s } from '@siteninja/schema';
import { internalRoute, route } from '../context';
import { REFERRING } from '../references/reference.model';
import { deleteAsset, getAsset, listAssets, updateAsset } from './asset';
import { ASSET_TYPES } from './asset.model';
import { MEDIA_TYPES } from './media-type';
import { VARIANT_NAMES } from './picture';

export const alt = s.describe(
  s.string({ min: 0, max: 500 }),
  'What the picture shows; empty means decoration.',
);
const folder = s.string({ max: 255 });

const assetChange = partial(
  s.object({
    alt: s.nullable(alt),
    folder: s.nullable(folder),
    focalPoint: s.nullable(s.object({ x: s.number({ min: 0, max: 1 }), y: s.number({ min: 0, max: 1 }) })),
  }),
);

const variant = s.object({
  name: s.enum(...VARIANT_NAMES),
  url: s.string(),
  format: s.enum('jpeg', 'png', 'webp', 'avif', 'gif', 'svg'),
  width: s.integer(),
  height: s.integer(),
  size: s.integer(),
});

const use = s.object({ type: s.enum(...REFERRING), id: s.uuid(), title: s.string({ min: 0 }) });

/** An asset, to clients and to other services alike. */
export const asset = s.object({
  id: s.uuid(),
  tenantId: s.uuid(),
  filename: s.describe(s.string({ min: 0 }), 'As it was uploaded, like mimeType, size and checksum.'),
  mimeType: s.enum(...MEDIA_TYPES),
  size: s.describe(s.integer(), 'Bytes; what counts towards the storage of the plan.'),
  checksum: s.describe(s.string(), 'SHA-256, as hexadecimal digits.'),
  type: s.enum(...ASSET_TYPES),
  width: s.nullable(s.integer()),
  height: s.nullable(s.integer()),
  alt: s.nullable(s.string({ min: 0 })),
  folder: s.nullable(s.string()),
  focalPoint: s.nullable(s.object({ x: s.number(), y: s.number() })),
  url: s.describe(s.string(), 'The original, made anew without metadata.'),
  variants: s.array(variant),
  status: s.enum('pending', 'ready', 'failed'),
  usedBy: s.array(use, { max: 100_000 }),
  createdAt: s.dateTime(),
  updatedAt: s.dateTime(),
});

export const assetRoutes = [
  route({
    method: 'get',
    path: '/tenants/:tenantId/assets',
    summary: 'List the assets of a tenant',
    allow: 'read:assets',
    query: listQuery({
      sort: ['createdAt', 'filename', 'size'],
      filters: {
        type: s.optional(s.enum(...ASSET_TYPES)),
        folder: s.optional(folder),
        search: s.optional(s.describe(s.string({ max: 255 }), 'In file names and alternative texts.')),
        unused: s.optional(s.boolean()),
      },
    }),
    returns: listOf(asset),
    handle: (ctx, { query }) => listAssets(ctx, query),
  }),
  route({
    method: 'get',
    path: '/tenants/:tenantId/assets/:assetId',
    summary: 'Read an asset, with what uses it',
    allow: 'read:assets',
    returns: ok(asset),
    errors: ['asset.not_found'],
    handle: (ctx, { params }) => getAsset(ctx, params.assetId),
  }),
  route({
    method: 'put',
    path: '/tenants/:tenantId/assets/:assetId',
    summary: 'Change what is said about an asset',
    allow: 'write:assets',
    body: assetChange,
    returns: ok(asset),
    emits: ['asset.updated'],
    example: { alt: 'A boiler being serviced', folder: 'work' },
    errors: ['asset.not_found', 'request.precondition_failed'],
    handle: (ctx, { params, body }) => updateAsset(ctx, params.assetId, body),
  }),
  route({
    method: 'delete',
    path: '/tenants/:tenantId/assets/:assetId',
    summary: 'Delete an asset that nothing uses, or with force any',
    allow: 'delete:assets',
    query: s.object({ force: s.optional(s.boolean()) }),
    returns: noContent(),
    emits: ['asset.deleted'],
    errors: ['asset.not_found', 'asset.in_use', 'request.precondition_failed'],
    handle: (ctx, { params, query }) => deleteAsset(ctx, params.assetId, query),
  }),
];

export const internalAssetRoutes = [
  internalRoute(calls.getAsset, (ctx, { params, query }) =>
    getAsset(inTenant(ctx, query.tenantId), params.assetId),
  ),
];
