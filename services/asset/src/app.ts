import { definePeriodicJob } from '@siteninja/jobs';
import { defineService } from '@siteninja/service';
import { assets } from './assets/asset.model';
import { assetRoutes, internalAssetRoutes } from './assets/asset.routes';
import { versionRoutes } from './assets/version.routes';
import { assetVersions } from './assets/version.model';
import { sweepAssets } from './assets/sweep';
import { assetConfig } from './config';
import { fileRoutes } from './files/file.routes';
import { tenantStateProjection } from './files/tenant-state.consumers';
import { tenantStates } from './files/tenant-state.projection';
import { importProjection } from './imports/import.consumers';
import { importDrop, importPublication } from './imports/import.jobs';
import { internalImportRoutes } from './imports/import.routes';
import { sweepImports } from './imports/sweep-imports';
import { assetPorts } from './ports';
import { uploadLapse } from './presigned/presign';
import { presignedUploads } from './presigned/presigned-upload.model';
import { presignedRoutes } from './presigned/presigned.routes';
import { referenceProjection } from './references/reference.consumers';
import { references } from './references/reference.model';
import { eraseFiles } from './usage/erase-files';
import { reportStorage } from './usage/report-storage';
import { storageLimits } from './usage/storage-usage.consumers';
import { storageUsage } from './usage/storage-usage.model';
import { storedFiles } from './usage/stored-file.model';
import { blobDeletion } from './usage/stored-files';

/** Pictures and documents of tenants: uploaded, re-encoded, stored and delivered. */
export const assetService = defineService({
  name: 'asset',
  config: assetConfig,
  routes: {
    assets: [...presignedRoutes, ...assetRoutes, ...versionRoutes],
    files: fileRoutes,
    internal: [...internalAssetRoutes, ...internalImportRoutes],
  },
  collections: [assets, assetVersions, storedFiles, presignedUploads, storageUsage, references, tenantStates],
  consumers: [storageLimits, referenceProjection, tenantStateProjection, importProjection],
  jobs: [
    definePeriodicJob({ name: 'sweep-assets', everySeconds: 60, perform: sweepAssets }),
    definePeriodicJob({ name: 'sweep-imports', everySeconds: 60, perform: sweepImports }),
    definePeriodicJob({ name: 'report-storage', everySeconds: 2, perform: reportStorage }),
    importPublication,
    importDrop,
    blobDeletion,
    uploadLapse,
  ],
  eraseSteps: [eraseFiles],
  ports: assetPorts,
});
