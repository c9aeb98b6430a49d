import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Ctx, DomainError, invalid } from '@siteninja/core';
import { type Fields, type Infer, ObjectSchema, s, toJsonSchema } from '@siteninja/schema';
import { type Request } from 'express';
import { type StorageEngine } from 'multer';
import { hasBody } from '../request-body';
import { bytesOf, keepBytes, type LimitOf, withinLimit } from './received-bytes';
import { type ParsedBody } from './route';

export const receivedFile = s.object({
  path: s.string(),
  filename: s.string({ min: 0, max: 255 }),
  contentType: s.string({ min: 0, max: 255 }),
  size: s.integer({ min: 0 }),
});

/** A file that has been received; it is removed once its request is answered. */
export type ReceivedFile = Infer<typeof receivedFile>;

/** How a route receives files. */
export interface Receiving<C extends Ctx> {
  limitOf: LimitOf;
  /** Where a file is kept until its request is answered. */
  folder(ctx: C): string;
}

/** What a route says of the upload that it takes. */
interface UploadOptions<C extends Ctx, F extends Fields> extends Receiving<C> {
  mediaTypes: readonly string[];
  /** Of the file, for the document. */
  description: string;
  /** The text fields beside the file. */
  fields: F;
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
    parseBody: (ctx: C, request: Request) => receiveFile(request, options.folder(ctx), options.limitOf),
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

/**
 * Keeps the file under a generated name.
 * @throws malformed, unsupported_media_type, too_large, invalid for a second file
 */
async function receiveFile(request: Request, folder: string, limitOf: LimitOf): Promise<ParsedBody> {
  const type = request.headers['content-type'];
  if (type === undefined && !hasBody(request)) return parsedBody({}, undefined);
  if (!/^multipart\/form-data\s*(;|$)/i.test(type ?? '')) {
    throw new DomainError(
      'unsupported_media_type',
      'request.media_type',
      'Send the body as multipart/form-data.',
    );
  }
  await parse(request, folder, limitOf);
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

const LIMITS = {
  files: 1,
  fields: 10,
  parts: 12,
  fieldSize: 16 * 1024,
  fieldNameSize: 100,
  // `alt[x]` is a field of that name, not a part of `alt`.
  fieldNestingDepth: 0,
};

/** @param onRefused told at once why the file is not kept: multer waits with its errors until the whole body has come */
function storageOf(folder: string, limitOf: LimitOf, onRefused: (error: unknown) => void): StorageEngine {
  return {
    _handleFile: (_request, { stream }, done) => {
      keepBytes(withinLimit(bytesOf(stream), limitOf), folder).then(
        (kept) => done(null, kept),
        (error: unknown) => {
          onRefused(error);
          done(error);
        },
      );
    },
    _removeFile: (_request, { path }, done) => {
      rm(path, { force: true }).then(() => done(null), done);
    },
  };
}

async function parse(request: Request, folder: string, limitOf: LimitOf): Promise<void> {
  // Loaded on the first upload: most processes take none.
  const { default: multer, MulterError } = await import('multer');
  const { res: response } = request;
  if (!response) throw new Error('A request came without its response.');
  const error = await new Promise<unknown>((resolve) => {
    const storage = storageOf(folder, limitOf, resolve);
    multer({ storage, limits: LIMITS, defParamCharset: 'utf8' }).single('file')(request, response, resolve);
  });
  if (error === undefined || error === null) return;
  if (error instanceof DomainError) throw error;
  if (error instanceof MulterError) {
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
