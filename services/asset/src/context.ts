import { type PlainHandler, routeFor } from '@siteninja/http';
import { type ServiceCtx } from '@siteninja/service';
import { type Lanes } from './assets/lanes';
import { type AssetConfig } from './config';
import { type BlobStore } from './files/blob-store';

export interface AssetPorts {
  readonly blobs: BlobStore;
  /** How many uploads are worked on at once. */
  readonly lanes: Lanes;
}

/** What every operation of this service is given. */
export type AssetCtx = ServiceCtx<AssetConfig, AssetPorts>;

export const route = routeFor<AssetCtx>();

export type AssetPlainHandler = PlainHandler<AssetCtx>;
