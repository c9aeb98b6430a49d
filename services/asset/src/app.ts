import { defineService } from '@siteninja/service';
import { assets } from './assets/asset.model';
import { assetRoutes, internalAssetRoutes } from './assets/asset.routes';
import { sweepAssets } from './assets/sweep';
import { uploadRoutes } from './assets/upload.routes';
import { assetConfig } from './config';
import { fileRoutes } from './files/file.routes';
import { tenantStateProjection } from './files/tenant-state.consumers';
import { tenantStates } from './files/tenant-state.model';
import { assetPorts } from './ports';
import { referenceProjection } from './references/reference.consumers';
import { references } from './references/reference.model';
import { storageLimits } from './usage/storage-usage.consumers';
import { storageUsage } from './usage/storage-usage.model';

/** Pictures and documents of tenants: taken in, made anew, kept, and handed out. */
export const assetService = defineService({
  name: 'asset',
  config: assetConfig,
  routes: { assets: [...assetRoutes, ...uploadRoutes], files: fileRoutes, internal: internalAssetRoutes },
  collections: [assets, storageUsage, references, tenantStates],
  consumers: [storageLimits, referenceProjection, tenantStateProjection],
  jobs: [{ name: 'sweep-assets', everySeconds: 60, run: sweepAssets }],
  ports: assetPorts,
});
