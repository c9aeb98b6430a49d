import { type Ctx } from '@siteninja/core';
import { s } from '@siteninja/schema';
import { ok, raw, RawAnswer, routeFor } from '../routing/route';
import { openApiDocument } from './document';

const route = routeFor<Ctx>();
const answer = ok(s.object({ id: s.string() }));
const handle = () => Promise.resolve({ id: '1' });
const files = [
  route({
    method: 'post',
    path: '/files',
    summary: 'Upload',
    allow: 'public',
    body: s.object({ file: s.string() }),
    bodyEncoding: { file: 'image/png, image/gif' },
    returns: answer,
    parseBody: () => Promise.reject(new Error('not asked')),
    handle,
  }),
  route({
    method: 'get',
    path: '/files/:fileId/:name',
    summary: 'Read',
    allow: 'public',
    query: s.object({ page: s.integer({ min: 1 }) }),
    returns: answer,
    handle,
  }),
  route({
    method: 'post',
    path: '/files/:fileId/lock',
    summary: 'Lock',
    allow: 'public',
    body: s.optional(s.object({})),
    returns: answer,
    handle,
  }),
  route({
    method: 'get',
    path: '/files/:fileId/bytes',
    summary: 'Download',
    allow: 'public',
    returns: raw('image/png', 'image/gif'),
    handle: () => Promise.resolve(new RawAnswer(() => Promise.resolve())),
  }),
];
const { paths } = openApiDocument([{ name: 'files', routes: { files } }]);

describe('the document', () => {
  it('says which bodies may be left out, and what the parts of a multipart one are', () => {
    expect(paths).toMatchObject({
      '/files': {
        post: {
          requestBody: {
            required: true,
            content: {
              'multipart/form-data': { encoding: { file: { contentType: 'image/png, image/gif' } } },
            },
          },
        },
      },
      '/files/{fileId}/lock': { post: { requestBody: { required: false } } },
    });
  });

  it('says of a raw answer which media types it has', () => {
    expect(paths).toMatchObject({
      '/files/{fileId}/bytes': {
        get: {
          tags: ['files'],
          responses: { 200: { content: { 'image/png': {}, 'image/gif': {} } }, 304: expect.anything() },
        },
      },
    });
  });

  it('says which ids, names and numbers are understood', () => {
    expect(paths).toMatchObject({
      '/files/{fileId}/{name}': {
        get: {
          parameters: [
            { name: 'fileId', schema: { format: 'uuid' } },
            { name: 'name', schema: { pattern: expect.any(String) } },
            { name: 'page', schema: { minimum: 1, maximum: Number.MAX_SAFE_INTEGER } },
            { $ref: '#/components/parameters/IfNoneMatch' },
          ],
        },
      },
    });
  });
});
