import { calls } from '@siteninja/contracts';
import { internalRoute } from '../context';
import { getCheckpoint, keepCheckpoint, moveStart } from './audit-checkpoint';

export const internalAuditCheckpointRoutes = [
  internalRoute(calls.getAuditCheckpoint, (ctx, { params }) => getCheckpoint(ctx, params.chain)),
  internalRoute(calls.keepAuditCheckpoint, (ctx, { params, body }) =>
    keepCheckpoint(ctx, params.chain, body),
  ),
  internalRoute(calls.moveAuditStart, (ctx, { params, body }) => moveStart(ctx, params.chain, body)),
];
