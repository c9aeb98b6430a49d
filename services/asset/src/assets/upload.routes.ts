import { rm } from 'node:fs/promises';
import { DomainError, type ErrorKind, invalid } from '@siteninja/core';
import { created, hasBody, type ParsedBody } from '@siteninja/http';
import { toJsonSchema, s } from '@siteninja/schema';
import { type Request } from 'express';
import multer, { diskStorage, MulterError } from 'multer';
import { type AssetCtx, route } from '../context';
import { alt, asset } from './asset.routes';
import { MEDIA_TYPES } from './media-type';
import { uploadAsset } from './upload';

/** What comes with the file. */
const uploadFields = { alt: s.optional(alt), folder: s.optional(s.string({ min: 0, max: 255 })) };

/** What `receiveFile` makes of an upload. */
const newAsset = s.object({
  file: s.object({
    path: s.string(),
    filename: s.string({ min: 0, max: 255 }),
    contentType: s.string({ min: 0, max: 255 }),
    size: s.integer({ min: 0 }),
  }),
  ...uploadFields,
});

/** What clients send. */
const upload = toJsonSchema(s.object(uploadFields));
const newAssetBody = {
  ...upload,
  properties: {
    file: {
      type: 'string',
      format: 'binary',
      minLength: 1,
      description: `${MEDIA_TYPES.join(', ')}; 25 MB, 40 megapixels.`,
    },
    ...Object(upload.properties),
  },
  required: ['file'],
};

export const uploadRoutes = [
  route({
    method: 'post',
    path: '/tenants/:tenantId/assets',
    operationId: 'uploadAsset',
    summary: 'Upload a file; pictures are made anew in several sizes',
    allow: 'write:assets',
    parseBody: receiveFile,
    body: newAsset,
    bodySchema: newAssetBody,
    bodyEncoding: { file: MEDIA_TYPES.join(', ') },
    returns: created(asset),
    emits: ['asset.uploaded'],
    errors: [
      'plan.limit_reached',
      'asset.too_large',
      'asset.unsupported_type',
      'asset.type_mismatch',
      'asset.too_many_pixels',
      'asset.too_complex',
      'asset.damaged',
      'asset.svg_style_sheet',
      'asset.busy',
      'asset.too_late',
    ],
    handle: (ctx, { body }) => uploadAsset(ctx, body),
  }),
];

/** Bytes. */
const MOST_BYTES = 25 * 1024 * 1024;

const LIMITS = {
  fileSize: MOST_BYTES,
  files: 1,
  fields: 10,
  parts: 12,
  fieldSize: 16 * 1024,
  fieldNameSize: 100,
  // Names such as `alt[x]` are no names of ours.
  fieldNestingDepth: 0,
} as const;

/**
 * Reads a multipart body: the file goes aside, into a file whose name says nothing of the client's.
 * @throws malformed, unsupported_media_type, too_large, invalid for a second file
 */
async function receiveFile(ctx: AssetCtx, request: Request): Promise<ParsedBody> {
  const type = request.headers['content-type'];
  if (type === undefined && !hasBody(request)) return received({}, undefined);
  if (!/^multipart\/form-data\s*(;|$)/i.test(type ?? '')) {
    throw failure('unsupported_media_type', 'request.media_type', 'Send the body as multipart/form-data.');
  }
  await parse(ctx, request);
  const fields: Record<string, unknown> = { ...request.body };
  return received(fields, request.file);
}

function received(fields: Record<string, unknown>, uploaded: Express.Multer.File | undefined): ParsedBody {
  // A text field of this name is no file, however much it looks like one.
  const { file: _text, ...others } = fields;
  if (!uploaded) return { body: others, discard: () => Promise.resolve() };
  const { path, originalname: filename, mimetype: contentType, size } = uploaded;
  return {
    body: { ...others, file: { path, filename, contentType, size } },
    discard: () => rm(path, { force: true }),
  };
}

function parse({ config }: AssetCtx, request: Request): Promise<void> {
  const storage = diskStorage({ destination: config.UPLOAD_FOLDER });
  const middleware = multer({ storage, limits: LIMITS, defParamCharset: 'utf8' }).single('file');
  const { res: response } = request;
  if (!response) throw new Error('A request came without its response.');
  return new Promise((resolve, reject) => {
    middleware(request, response, (error: unknown) => {
      if (error === undefined || error === null) resolve();
      else reject(errorFrom(error));
    });
  });
}

function errorFrom(error: unknown): unknown {
  if (error instanceof MulterError) {
    if (error.code === 'LIMIT_FILE_SIZE') return tooLarge();
    return invalid([{ field: error.field ?? 'file', message: `${error.message}.` }]);
  }
  // What the disk could not do is ours; everything else is a body that is not what its header says.
  if (error instanceof Error && 'syscall' in error) return error;
  return failure(
    'malformed',
    'request.malformed_multipart',
    'The body is not valid multipart/form-data.',
    error,
  );
}

function tooLarge(): DomainError {
  const message = `A file may have ${MOST_BYTES / 1024 / 1024} MB.`;
  return new DomainError('too_large', 'asset.too_large', message, { details: [{ field: 'file', message }] });
}

function failure(kind: ErrorKind, code: string, message: string, cause?: unknown): DomainError {
  return new DomainError(kind, code, message, { cause });
}
