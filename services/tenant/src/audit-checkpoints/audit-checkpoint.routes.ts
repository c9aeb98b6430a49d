import { calls } from '@siteninja/contracts';
import { internalRoute } from '../context';
import { getCheckpoint, keepCheckpoint } from './audit-checkpoint';

export const internalAuditCheckpointRoutes = [
  internalRoute(calls.getAuditCheckpoint, (ctx, { params }) => getCheckpoint(ctx, params.chain)),
  internalRoute(calls.keepAuditCheckpoint, (ctx, { params, body }) =>
    keepCheckpoint(ctx, params.chain, body),
  ),
];
