import { ensure } from '@siteninja/core';
import { noContent, ok } from '@siteninja/http';
import { parse, s } from '@siteninja/schema';
import { asset } from '../assets/asset.schema';
import { UPLOAD_ERRORS } from '../assets/received';
import { route } from '../context';
import { completeUpload } from './complete';
import { presignUpload } from './presign';
import { newPresignedUpload, presignedUpload, uploadToken } from './presigned.schema';
import { notOpened, receiveFile } from './receive';

export const presignedRoutes = [
  route({
    method: 'post',
    path: '/tenants/:tenantId/assets/presign',
    operationId: 'presignUpload',
    summary: 'Announce a file, and get the address that it is sent to',
    description:
      'The address is good for an hour and for one file. Then complete the upload; until that it is no asset. Its size is reserved of the storage meanwhile.',
    allow: 'write:assets',
    body: newPresignedUpload,
    returns: ok(presignedUpload),
    etag: false,
    example: { filename: 'van.png', mimeType: 'image/png', size: 48_211 },
    errors: ['asset.too_large', 'plan.limit_reached'],
    handle: (ctx, { body }) => presignUpload(ctx, body),
  }),
  route({
    method: 'put',
    path: '/assets/:tenantId/:assetId/upload',
    operationId: 'sendPresignedUpload',
    summary: 'Send an announced file, where the deployment keeps files itself',
    allow: 'public',
    query: uploadToken,
    // The file goes from the request straight to where files are kept.
    parseBody: async (ctx, request) => {
      const { assetId } = request.params;
      const opener = parse(uploadToken, request.query);
      ensure('value' in opener && typeof assetId === 'string', notOpened);
      await receiveFile(ctx, { assetId, token: opener.value.token }, request);
      return { body: {}, discard: () => Promise.resolve() };
    },
    bodyType: 'application/octet-stream',
    bodySchema: { type: 'string', format: 'binary', minLength: 1 },
    body: s.object({}),
    returns: noContent(),
    errors: ['asset.upload_refused', 'asset.too_large', 'asset.storage_unavailable'],
    handle: () => Promise.resolve(),
  }),
  route({
    method: 'post',
    path: '/tenants/:tenantId/assets/:assetId/complete',
    operationId: 'completeUpload',
    summary: 'Make an asset of an announced file that has been sent',
    allow: 'write:assets',
    returns: ok(asset),
    emits: ['asset.uploaded'],
    errors: ['asset.not_found', 'asset.not_sent', 'asset.completed', ...UPLOAD_ERRORS],
    handle: (ctx, { params }) => completeUpload(ctx, params.assetId),
  }),
];
