import { calls } from '@siteninja/contracts';
import { inTenant } from '@siteninja/core';
import { created, listOf, listQuery, noContent, ok } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { internalDownloadRoute, internalRoute, route } from '../context';
import { deleteAsset, getAsset, listAssets, updateAsset } from './asset';
import { asset, assetChange, assetFilters, storageReport, uploadFields } from './asset.schema';
import { findOriginal, listOriginals } from './original';
import { received, UPLOAD_ERRORS } from './received';
import { uploadAsset } from './upload';
import { getStorageReport } from './usage-report';

export const assetRoutes = [
  route({
    method: 'get',
    path: '/tenants/:tenantId/assets',
    summary: 'List the assets of a tenant',
    allow: 'read:assets',
    query: listQuery({ sort: ['createdAt', 'filename', 'size'], filters: assetFilters }),
    returns: listOf(asset),
    handle: (ctx, { query }) => listAssets(ctx, query),
  }),
  route({
    method: 'post',
    path: '/tenants/:tenantId/assets',
    operationId: 'uploadAsset',
    summary: 'Upload a file; pictures are re-encoded in several sizes',
    allow: 'write:assets',
    ...received(uploadFields),
    returns: created(asset),
    emits: ['asset.uploaded'],
    errors: [...UPLOAD_ERRORS],
    handle: (ctx, { body }) => uploadAsset(ctx, body),
  }),
  route({
    method: 'get',
    path: '/tenants/:tenantId/assets/usage',
    operationId: 'getStorageUsage',
    summary: 'Read what the files of a tenant take of the storage of its plan',
    allow: 'read:assets',
    returns: ok(storageReport),
    handle: (ctx) => getStorageReport(ctx),
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
    summary: 'Update what is said about an asset',
    allow: 'write:assets',
    body: assetChange,
    current: (ctx, { assetId }) => getAsset(ctx, assetId),
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
  internalRoute(calls.listAssetOriginals, (ctx, { query }) =>
    listOriginals(inTenant(ctx, query.tenantId), query.cursor),
  ),
  internalDownloadRoute(calls.downloadAssetOriginal, (ctx, { params, query }) =>
    findOriginal(inTenant(ctx, query.tenantId), params.assetId),
  ),
];
