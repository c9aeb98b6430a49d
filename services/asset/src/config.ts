import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InferFields, s } from '@siteninja/schema';
import { serviceConfig } from '@siteninja/service';

export const assetConfig = {
  ...serviceConfig,
  /** Folder of the assets' files, where they are stored on this machine's disk. */
  BLOB_FOLDER: s.default(s.string({ max: 4_000 }), '.data/blobs'),
  /** Folder of received files, each of which is removed after its request. */
  UPLOAD_FOLDER: s.default(s.string({ max: 4_000 }), join(tmpdir(), 'siteninja-uploads')),
};

export type AssetConfig = InferFields<typeof assetConfig>;
