import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { urlOf } from '@siteninja/http';
import { type InferFields, s } from '@siteninja/schema';
import { serviceConfig } from '@siteninja/service';

export const assetConfig = {
  ...serviceConfig,
  BLOB_FOLDER: s.describe(
    s.default(s.string({ max: 4_000 }), '.data/blobs'),
    "Folder of the assets' files, on this machine's disk, where no S3_BUCKET is named.",
  ),
  UPLOAD_FOLDER: s.describe(
    s.default(s.string({ max: 4_000 }), join(tmpdir(), 'siteninja-uploads')),
    'Folder of received files, each of which is removed after its request.',
  ),
  S3_BUCKET: s.describe(
    s.optional(s.string({ max: 63 })),
    "Bucket of the assets' files, which any number of processes share. Browsers that send announced files to it need its CORS to allow PUT.",
  ),
  S3_ENDPOINT: s.describe(
    s.optional(urlOf('https', 'http')),
    "The S3 store. Without it Amazon's of S3_REGION.",
  ),
  S3_PUBLIC_ENDPOINT: s.describe(
    s.optional(urlOf('https', 'http')),
    'Where clients reach the same store, for announced files. Without it S3_ENDPOINT.',
  ),
  S3_REGION: s.describe(s.default(s.string({ max: 50 }), 'us-east-1'), 'Region of the S3 store.'),
  S3_ACCESS_KEY_ID: s.describe(
    s.optional(s.string({ max: 500 })),
    'With S3_SECRET_ACCESS_KEY; without both the machine has to have a role that may use the bucket.',
  ),
  S3_SECRET_ACCESS_KEY: s.describe(s.optional(s.string({ max: 500 })), 'With S3_ACCESS_KEY_ID.'),
};

export type AssetConfig = InferFields<typeof assetConfig>;
