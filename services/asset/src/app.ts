import { definePeriodicJob } from '@siteninja/jobs';
import { defineService } from '@siteninja/service';
import { assets } from './assets/asset.model';
import { assetRoutes, internalAssetRoutes } from './assets/asset.routes';
import { sweepAssets } from './assets/sweep';
import { assetConfig } from './config';
import { fileRoutes } from './files/file.routes';
import { tenantStateProjection } from './files/tenant-state.consumers';
import { tenantStates } from './files/tenant-state.projection';
import { assetPorts } from './ports';
import { referenceProjection } from './references/reference.consumers';
import { references } from './references/reference.model';
import { storageLimits } from './usage/storage-usage.consumers';
import { storageUsage } from './usage/storage-usage.model';

/** Pictures and documents of tenants: uploaded, re-encoded, stored and delivered. */
export const assetService = defineService({
  name: 'asset',
  config: assetConfig,
  routes: { assets: assetRoutes, files: fileRoutes, internal: internalAssetRoutes },
  collections: [assets, storageUsage, references, tenantStates],
  consumers: [storageLimits, referenceProjection, tenantStateProjection],
  jobs: [definePeriodicJob({ name: 'sweep-assets', everySeconds: 60, perform: sweepAssets })],
  ports: assetPorts,
});
