import { inTenant } from '@siteninja/core';
import { listOf, listQuery, noContent, ok } from '@siteninja/http';
import {
  decimal,
  described,
  flag,
  integer,
  list,
  moment,
  nullable,
  oneOf,
  optional,
  patchOf,
  shape,
  text,
  uuid,
} from '@siteninja/schema';
import { route } from '../context';
import { REFERRING } from '../references/reference.model';
import { deleteAsset, getAsset, listAssets, updateAsset } from './asset';
import { ASSET_TYPES } from './asset.model';
import { MEDIA_TYPES } from './media-type';
import { VARIANT_NAMES } from './picture';

export const alt = described(text({ min: 0, max: 500 }), 'What the picture shows; empty means decoration.');
const folder = text({ max: 255 });

const assetChange = patchOf(
  shape({
    alt: nullable(alt),
    folder: nullable(folder),
    focalPoint: nullable(shape({ x: decimal({ min: 0, max: 1 }), y: decimal({ min: 0, max: 1 }) })),
  }),
);

const variant = shape({
  name: oneOf(...VARIANT_NAMES),
  url: text(),
  format: oneOf('jpeg', 'png', 'webp', 'avif', 'gif', 'svg'),
  width: integer(),
  height: integer(),
  size: integer(),
});

const use = shape({ type: oneOf(...REFERRING), id: uuid(), title: text({ min: 0 }) });

/** An asset, to clients and to other services alike. */
export const asset = shape({
  id: uuid(),
  tenantId: uuid(),
  filename: described(text({ min: 0 }), 'As it was uploaded, like mimeType, size and checksum.'),
  mimeType: oneOf(...MEDIA_TYPES),
  size: described(integer(), 'Bytes; what counts towards the storage of the plan.'),
  checksum: described(text(), 'SHA-256, as hexadecimal digits.'),
  type: oneOf(...ASSET_TYPES),
  width: nullable(integer()),
  height: nullable(integer()),
  alt: nullable(text({ min: 0 })),
  folder: nullable(text()),
  focalPoint: nullable(shape({ x: decimal(), y: decimal() })),
  url: described(text(), 'The original, made anew without metadata.'),
  variants: list(variant),
  status: oneOf('pending', 'ready', 'failed'),
  usedBy: list(use, { max: 100_000 }),
  createdAt: moment(),
  updatedAt: moment(),
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
        type: optional(oneOf(...ASSET_TYPES)),
        folder: optional(folder),
        search: optional(described(text({ max: 255 }), 'In file names and alternative texts.')),
        unused: optional(flag()),
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
    handle: (ctx, { params, body }) => updateAsset(ctx, params.assetId, body),
  }),
  route({
    method: 'delete',
    path: '/tenants/:tenantId/assets/:assetId',
    summary: 'Delete an asset that nothing uses, or with force any',
    allow: 'delete:assets',
    query: shape({ force: optional(flag()) }),
    returns: noContent(),
    emits: ['asset.deleted'],
    handle: (ctx, { params, query }) => deleteAsset(ctx, params.assetId, query),
  }),
];

/** For those who let an asset be named, and have not heard of it yet. */
export const internalAssetRoutes = [
  route({
    method: 'get',
    path: '/internal/assets/:assetId',
    summary: 'Read an asset of a tenant',
    allow: { services: ['content', 'tenant'] },
    query: shape({ tenantId: uuid() }),
    returns: ok(asset),
    handle: (ctx, { params, query }) => getAsset(inTenant(ctx, query.tenantId), params.assetId),
  }),
];
