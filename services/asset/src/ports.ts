import { Lanes } from './assets/lanes';
import { type AssetConfig } from './config';
import { type AssetPorts } from './context';
import { diskBlobStore } from './files/disk-blob-store';

/**
 * Each upload takes a core, and up to 200 MB, for as long as it lasts; a wait and the longest work together end
 * before those give up who pass the answer on.
 */
const LANES = { atOnce: 2, mostWaiting: 50, patience: 20_000 };

/**
 * Chooses the adapters. A store that other processes share (S3) comes with the deployment that needs it.
 * @throws in production, where a disk that only this process has is not enough
 */
export function assetPorts(config: AssetConfig): AssetPorts {
  if (config.NODE_ENV === 'production' && !config.ALLOW_EMBEDDED) {
    throw new Error(
      'Assets are kept on the disk of this one process, which production refuses (or ALLOW_EMBEDDED=1).',
    );
  }
  return { blobs: diskBlobStore(config.BLOB_FOLDER), lanes: new Lanes(LANES) };
}
