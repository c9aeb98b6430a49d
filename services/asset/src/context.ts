import { type Semaphore } from '@siteninja/core';
import {
  internalDownloadRouteFor,
  internalRouteFor,
  internalUploadRouteFor,
  routeFor,
} from '@siteninja/http';
import { type ServiceCtx } from '@siteninja/service';
import { type AssetConfig } from './config';
import { type BlobStore } from './storage/blob-store';

export interface AssetPorts {
  readonly blobs: BlobStore;
  /** Bounds the pixels that are decoded at once. */
  readonly decoding: Semaphore;
}

/** What every operation of this service is given. */
export type AssetCtx = ServiceCtx<AssetConfig, AssetPorts>;

export const route = routeFor<AssetCtx>();
export const internalRoute = internalRouteFor<AssetCtx>();
export const internalDownloadRoute = internalDownloadRouteFor<AssetCtx>();
export const internalUploadRoute = internalUploadRouteFor<AssetCtx>();
