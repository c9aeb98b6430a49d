import { Semaphore, unavailable } from '@siteninja/core';
import { type AssetConfig } from './config';
import { type AssetPorts } from './context';
import { diskBlobStore } from './storage/disk-blob-store';

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
 * Chooses the adapters. A shared store (S3) comes with the deployment that needs it.
 * @throws in production, where the disk of one process is not enough
 */
export function assetPorts(config: AssetConfig): AssetPorts {
  if (config.NODE_ENV === 'production' && !config.ALLOW_EMBEDDED) {
    throw new Error(
      'Assets are kept on the disk of this one process, which production refuses (or ALLOW_EMBEDDED=1).',
    );
  }
  return { blobs: diskBlobStore(config.BLOB_FOLDER), decoding: new Semaphore(DECODING) };
}
