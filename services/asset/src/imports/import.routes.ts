import { calls } from '@siteninja/contracts';
import { inTenant } from '@siteninja/core';
import { RECEIVING } from '../assets/received';
import { internalRoute, internalUploadRoute } from '../context';
import { describeImport, importAsset } from './import';
import { dropImport } from './import.jobs';

export const internalImportRoutes = [
  internalUploadRoute(calls.importAsset, RECEIVING, (ctx, { params, query, file }) =>
    importAsset(inTenant(ctx, query.tenantId), params, file, {
      tenantId: query.sourceTenantId,
      assetId: query.sourceAssetId,
    }),
  ),
  internalRoute(calls.describeImport, async (ctx, { params, query, body }) => {
    await describeImport(inTenant(ctx, query.tenantId), params.importId, body);
    return {};
  }),
  internalRoute(calls.dropImport, async (ctx, { params, query }) => {
    await dropImport(inTenant(ctx, query.tenantId), params.importId);
    return {};
  }),
];
