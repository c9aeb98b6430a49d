import {
  created,
  decimal,
  described,
  flag,
  integer,
  jsonSchema,
  list,
  listOf,
  listQuery,
  moment,
  noContent,
  nullable,
  ok,
  oneOf,
  optional,
  patchOf,
  shape,
  text,
  uuid,
} from '@siteninja/http';
import { route } from '../context';
import { REFERRING } from '../references/reference.model';
import { deleteAsset, getAsset, listAssets, updateAsset } from './asset';
import { ASSET_TYPES } from './asset.model';
import { MEDIA_TYPES } from './media-type';
import { VARIANT_NAMES } from './picture';
import { receiveFile } from './receive-file';
import { uploadAsset } from './upload';

const alt = described(text({ min: 0, max: 500 }), 'What the picture shows; empty means decoration.');
const folder = text({ max: 255 });

/** What comes with the file. */
const uploadFields = { alt: optional(alt), folder: optional(text({ min: 0, max: 255 })) };

/** What `receiveFile` makes of an upload. */
const newAsset = shape({
  file: shape({
    path: text(),
    filename: text({ min: 0, max: 255 }),
    contentType: text({ min: 0, max: 255 }),
    size: integer({ min: 0 }),
  }),
  ...uploadFields,
});

/** What clients send. */
const upload = jsonSchema(shape(uploadFields));
const newAssetBody = {
  ...upload,
  properties: {
    file: {
      type: 'string',
      format: 'binary',
      contentMediaType: 'application/octet-stream',
      description: `${MEDIA_TYPES.join(', ')}; 25 MB, 40 megapixels.`,
    },
    ...Object(upload.properties),
  },
  required: ['file'],
};

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
    method: 'post',
    path: '/tenants/:tenantId/assets',
    summary: 'Upload a file; pictures are made anew in several sizes',
    allow: 'write:assets',
    receive: receiveFile,
    body: newAsset,
    bodySchema: newAssetBody,
    returns: created(asset),
    emits: ['asset.uploaded'],
    handle: (ctx, { body }) => uploadAsset(ctx, body),
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
    handle: (ctx, { params, query }) => getAsset({ ...ctx, tenantId: query.tenantId }, params.assetId),
  }),
];
