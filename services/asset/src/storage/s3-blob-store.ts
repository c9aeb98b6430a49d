import { Readable } from 'node:stream';
import { type S3Client } from '@aws-sdk/client-s3';
import { DomainError, unavailable } from '@siteninja/core';
import { assertKey, type BlobStore } from './blob-store';
import { newS3Client, openBucket, type S3Settings } from './s3-client';

/** A file that is streamed is sent in parts of this size, two at once. */
const PART_BYTES = 8 * 1024 * 1024;

/** Files in a bucket of an S3 store, for any number of processes. */
export function s3BlobStore(settings: S3Settings): BlobStore {
  const { bucket: Bucket, endpoint, publicEndpoint } = settings;
  let opened: Promise<S3Client> | undefined;
  const client = async (): Promise<S3Client> => {
    opened ??= openBucket(settings);
    try {
      return await opened;
    } catch (error) {
      opened = undefined; // the next request tries again
      throw error;
    }
  };
  let signing: Promise<S3Client> | undefined;
  const signer = (): Promise<S3Client> => (signing ??= newS3Client(settings, publicEndpoint ?? endpoint));
  return {
    kind: 's3',
    presignPut: async (key, { contentType, size, seconds }) => {
      const { PutObjectCommand } = await import('@aws-sdk/client-s3');
      const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner');
      const file = { Bucket, Key: assertKey(key), ContentType: contentType, ContentLength: size };
      const url = await getSignedUrl(await signer(), new PutObjectCommand(file), {
        expiresIn: seconds,
        // What is sent has to have the announced size and type, or the store refuses it.
        signableHeaders: new Set(['host', 'content-type', 'content-length']),
      });
      return { url, headers: { 'Content-Type': contentType } };
    },
    put: async (key, content, contentType) => {
      // Without a listener a stream that fails before it is read would end the process; reading it fails later anyway.
      if (!Buffer.isBuffer(content)) content.on('error', () => undefined);
      const file = { Bucket, Key: assertKey(key), Body: content, ContentType: contentType };
      const { Upload } = await import('@aws-sdk/lib-storage');
      await orUnavailable(async () => {
        const sender = { client: await client(), params: file, partSize: PART_BYTES, queueSize: 2 };
        await new Upload(sender).done();
      });
    },
    get: async (key, range) => {
      const { GetObjectCommand, NoSuchKey } = await import('@aws-sdk/client-s3');
      const part = range ? { Range: `bytes=${range.start}-${range.end}` } : {};
      const get = new GetObjectCommand({ Bucket, Key: assertKey(key), ...part });
      return orUnavailable(async () => {
        try {
          const { Body } = await (await client()).send(get);
          return Body instanceof Readable ? Body : null;
        } catch (error) {
          if (error instanceof NoSuchKey) return null;
          throw error;
        }
      });
    },
    // A write that is broken off leaves nothing that has a key.
    sweep: () => Promise.resolve(),
    delete: async (key) => {
      assertKey(key);
      await orUnavailable(async () => deleteAll(await client(), Bucket, key));
    },
  };
}

async function deleteAll(client: S3Client, Bucket: string, key: string): Promise<void> {
  const { DeleteObjectCommand, paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
  await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
  for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix: `${key}/` })) {
    for (const { Key } of page.Contents ?? []) await client.send(new DeleteObjectCommand({ Bucket, Key }));
  }
}

/** What the sender of a stream has thrown stays as it is. @throws unavailable where the store gave no good answer */
async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isOfStore =
      error instanceof Error && ('$metadata' in error || 'code' in error || /time/i.test(error.name));
    if (error instanceof DomainError || !isOfStore) throw error;
    throw unavailable(
      'asset.storage_unavailable',
      'The files cannot be reached. Try again in a moment.',
      error,
    );
  }
}
