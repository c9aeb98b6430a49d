import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InferFields, s } from '@siteninja/schema';
import { serviceConfig } from '@siteninja/service';
export const assetConfig = {
  ...serviceConfig,
  /** Where the files of assets are kept, as long as they are kept on this machine's disk. */
  BLOB_FOLDER: s.default(s.string({ max: 4_000 }), '.data/blobs'),
  /** Where uploads wait while they are looked at; nothing there outlives its request by long. */
  UPLOAD_FOLDER: s.default(s.string({ max: 4_000 }), join(tmpdir(), 'siteninja-uploads')),
};

export type AssetConfig = InferFields<typeof assetConfig>;
