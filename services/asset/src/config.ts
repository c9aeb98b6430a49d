import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InferFields, s } from '@siteninja/schema';
import { serviceConfig } from '@siteninja/service';

export const assetConfig = {
  ...serviceConfig,
  BLOB_FOLDER: s.describe(
    s.default(s.string({ max: 4_000 }), '.data/blobs'),
    "Folder of the assets' files, on this machine's disk.",
  ),
  UPLOAD_FOLDER: s.describe(
    s.default(s.string({ max: 4_000 }), join(tmpdir(), 'siteninja-uploads')),
    'Folder of received files, each of which is removed after its request.',
  ),
};

export type AssetConfig = InferFields<typeof assetConfig>;
