import { Semaphore, unavailable } from '@siteninja/core';
import { type AssetConfig } from './config';
import { type AssetPorts } from './context';
import { diskBlobStore } from './storage/disk-blob-store';

/**
 * Each upload takes a core and up to 200 MB while it lasts. Waiting and decoding together end before the gateway's
 * timeout.
 */
const UPLOAD_SLOTS = {
  permits: 2,
  maxWaiting: 50,
  maxWaitMs: 20_000,
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
  return { blobs: diskBlobStore(config.BLOB_FOLDER), uploadSlots: new Semaphore(UPLOAD_SLOTS) };
}
