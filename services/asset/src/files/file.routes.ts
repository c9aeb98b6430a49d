import { fileAnswer, raw } from '@siteninja/http';
import { CONTENT_TYPES } from '../assets/file-names';
import { route } from '../context';
import { getFile } from './file';

export const fileRoutes = [
  route({
    method: 'get',
    path: '/assets/:tenantId/:assetId/:file',
    operationId: 'downloadAssetFile',
    summary: 'Download a file of an asset',
    allow: 'public',
    returns: raw(...CONTENT_TYPES),
    errors: ['file.not_found', 'asset.storage_unavailable'],
    handle: async (ctx, { params }) => fileAnswer(await getFile(ctx, params.assetId, params.file)),
  }),
];
