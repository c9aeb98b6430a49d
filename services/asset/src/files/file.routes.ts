import { raw } from '@siteninja/http';
import { route } from '../context';
import { contentTypes } from '../assets/file-names';
import { findFile } from './file';
import { fileAnswer } from './file-answer';

export const fileRoutes = [
  route({
    method: 'get',
    path: '/assets/:tenantId/:assetId/:file',
    summary: 'A file of an asset',
    allow: 'public',
    returns: raw(...contentTypes()),
    errors: ['file.not_found'],
    handle: async (ctx, { params }) => fileAnswer(ctx, await findFile(ctx, params.assetId, params.file)),
  }),
];
