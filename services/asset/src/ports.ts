import { Semaphore, unavailable } from '@siteninja/core';
import { type AssetConfig } from './config';
import { type AssetPorts } from './context';
import { type BlobStore } from './storage/blob-store';
import { diskBlobStore } from './storage/disk-blob-store';
import { s3BlobStore } from './storage/s3-blob-store';

/**
 * Memory grows with the pixels in flight, not with the number of pictures. Two photographs of 12 megapixels are worked
 * on at once, or one of 40. Who waits is answered before the gateway gives up.
 */
const DECODING = {
  permits: 25_000_000,
  maxWaiting: 200,
  maxWaitMs: 50_000,
  busy: () => unavailable('asset.busy', 'Many uploads are being worked on. Try again in a moment.'),
};

/**
 * Chooses the adapters.
 * @throws in production without an S3 store, where the disk of one process is not enough
 */
export function assetPorts(config: AssetConfig): AssetPorts {
  return { blobs: blobStoreOf(config), decoding: new Semaphore(DECODING) };
}

function blobStoreOf(config: AssetConfig): BlobStore {
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = config;
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    throw new Error('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY are set both or not at all.');
  }
  if (bucket !== undefined) {
    return s3BlobStore({
      bucket,
      region: config.S3_REGION,
      endpoint: config.S3_ENDPOINT,
      publicEndpoint: config.S3_PUBLIC_ENDPOINT,
      credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
    });
  }
  if (config.NODE_ENV === 'production' && !config.ALLOW_EMBEDDED) {
    throw new Error(
      'Assets are kept on the disk of this one process, which production refuses: name an S3_BUCKET (or ALLOW_EMBEDDED=1).',
    );
  }
  return diskBlobStore(config.BLOB_FOLDER);
}
