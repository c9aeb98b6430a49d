import { listOf, listQuery, ok } from '@siteninja/http';
import { route } from '../context';
import { asset, assetVersion } from './asset.schema';
import { received, UPLOAD_ERRORS } from './received';
import { replaceAsset } from './replace';
import { listVersions, restoreVersion } from './version';

const ASSET = '/tenants/:tenantId/assets/:assetId';

export const versionRoutes = [
  route({
    method: 'post',
    path: `${ASSET}/replace`,
    operationId: 'replaceAsset',
    summary: 'Put another file of the same type in the place of an asset; live pages show it at once',
    description:
      'Links of pages, menus and redirects to a file of the asset lead to the new one, with the next release and in previews, whichever address they were written with; drafts keep what was written.',
    allow: 'write:assets',
    ...received({}),
    returns: ok(asset),
    emits: ['asset.replaced'],
    errors: ['asset.not_found', 'request.precondition_failed', ...UPLOAD_ERRORS],
    handle: (ctx, { params, body }) => replaceAsset(ctx, params.assetId, body.file),
  }),
  route({
    method: 'get',
    path: `${ASSET}/versions`,
    operationId: 'listAssetVersions',
    summary: 'List the files that an asset has had, with the one that it has now',
    allow: 'read:assets',
    query: listQuery({ sort: ['createdAt', 'number'] }),
    returns: listOf(assetVersion),
    errors: ['asset.not_found'],
    handle: (ctx, { params, query }) => listVersions(ctx, params.assetId, query),
  }),
  route({
    method: 'post',
    path: `${ASSET}/versions/:number/restore`,
    operationId: 'restoreAssetVersion',
    summary: 'Give an asset an earlier file back, as a new version; live pages show it at once',
    allow: 'write:assets',
    returns: ok(asset),
    emits: ['asset.replaced'],
    errors: ['asset.not_found', 'version.not_found', 'request.precondition_failed'],
    handle: (ctx, { params }) => restoreVersion(ctx, params.assetId, params.number),
  }),
];
