import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Ctx, DomainError, invalid } from '@siteninja/core';
import { type Fields, type Infer, ObjectSchema, s, toJsonSchema } from '@siteninja/schema';
import { type Request } from 'express';
import { hasBody } from '../request-body';
import { type ParsedBody } from './route';

export const receivedFile = s.object({
  path: s.string(),
  filename: s.string({ min: 0, max: 255 }),
  contentType: s.string({ min: 0, max: 255 }),
  size: s.integer({ min: 0 }),
});

/** A file that has been received; it is removed once its request is answered. */
export type ReceivedFile = Infer<typeof receivedFile>;

/** What a route says of the upload that it takes. */
export interface UploadOptions<C extends Ctx, F extends Fields> {
  mediaTypes: readonly string[];
  /** Of the file, for the document. */
  description: string;
  maxFileBytes: number;
  /** The error for a larger file. */
  tooLarge(): DomainError;
  /** The text fields beside the file. */
  fields: F;
  /** Where the file is kept until its request is answered. */
  folder(ctx: C): string;
}

async function checksumOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('base64url');
}

/** The part of a route entry that reads a multipart body: one file, named `file`, and text fields. */
export function upload<C extends Ctx, F extends Fields>(options: UploadOptions<C, F>) {
  const { mediaTypes, description, fields } = options;
  const text = toJsonSchema(s.object(fields));
  return {
    parseBody: (ctx: C, request: Request) => receiveFile(request, options.folder(ctx), options),
    body: new ObjectSchema({ ...fields, file: receivedFile }),
    bodySchema: {
      ...text,
      properties: {
        file: { type: 'string', format: 'binary', minLength: 1, description },
        ...Object(text.properties),
      },
      required: ['file'],
    },
    bodyEncoding: { file: mediaTypes.join(', ') },
  };
}

type Limits = Pick<UploadOptions<never, never>, 'maxFileBytes' | 'tooLarge'>;

/**
 * Keeps the file under a generated name.
 * @throws malformed, unsupported_media_type, too_large, invalid for a second file
 */
async function receiveFile(request: Request, folder: string, limits: Limits): Promise<ParsedBody> {
  const type = request.headers['content-type'];
  if (type === undefined && !hasBody(request)) return parsedBody({}, undefined);
  if (!/^multipart\/form-data\s*(;|$)/i.test(type ?? '')) {
    throw new DomainError(
      'unsupported_media_type',
      'request.media_type',
      'Send the body as multipart/form-data.',
    );
  }
  await parse(request, folder, limits);
  const fields: Record<string, unknown> = { ...request.body };
  return parsedBody(fields, request.file);
}

function parsedBody(fields: Record<string, unknown>, uploaded: Express.Multer.File | undefined): ParsedBody {
  // A text field named `file` is ignored: only a received file has a path.
  const { file: _text, ...others } = fields;
  if (!uploaded) return { body: others, discard: () => Promise.resolve() };
  const { path, originalname, mimetype: contentType, size } = uploaded;
  return {
    body: { ...others, file: { path, filename: oneLine(originalname), contentType, size } },
    fingerprint: async () => ({ ...others, originalname, contentType, checksum: await checksumOf(path) }),
    discard: () => rm(path, { force: true }),
  };
}

/** A name has no line breaks, no other control characters, and nothing that turns its direction of reading. */
function oneLine(name: string): string {
  const parts = name.split(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u).map((part) => part.trim());
  return parts.filter((part) => part !== '').join(' ');
}

async function parse(request: Request, folder: string, limits: Limits): Promise<void> {
  // Loaded on the first upload: most processes take none.
  const { default: multer, diskStorage, MulterError } = await import('multer');
  const middleware = multer({
    storage: diskStorage({ destination: folder }),
    limits: {
      fileSize: limits.maxFileBytes,
      files: 1,
      fields: 10,
      parts: 12,
      fieldSize: 16 * 1024,
      fieldNameSize: 100,
      // `alt[x]` is a field of that name, not a part of `alt`.
      fieldNestingDepth: 0,
    },
    defParamCharset: 'utf8',
  }).single('file');
  const { res: response } = request;
  if (!response) throw new Error('A request came without its response.');
  const error = await new Promise<unknown>((resolve) => {
    middleware(request, response, resolve);
  });
  if (error === undefined || error === null) return;
  if (error instanceof MulterError) {
    if (error.code === 'LIMIT_FILE_SIZE') throw limits.tooLarge();
    throw invalid([{ field: error.field ?? 'file', message: `${error.message}.` }]);
  }
  // A failure of the disk is the server's; any other means that the body does not match its header.
  if (error instanceof Error && 'syscall' in error) throw error;
  throw new DomainError(
    'malformed',
    'request.malformed_multipart',
    'The body is not valid multipart/form-data.',
    { cause: error },
  );
}
