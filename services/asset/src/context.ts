import { type PlainHandler, routeFor, type ServiceCtx } from '@siteninja/http';
import { type AssetConfig } from './config';
import { type Lanes } from './assets/lanes';
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
