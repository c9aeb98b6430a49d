import { defineService } from '@siteninja/service';
import { auditTrail } from './audit/audit-log.consumers';
import { auditHeads, auditLogs } from './audit/audit-log.model';
import { auditLogRoutes } from './audit/audit-log.routes';
import { integrationConfig } from './config';

/** The audit log of everything that was done. */
export const integrationService = defineService({
  name: 'integration',
  config: integrationConfig,
  routes: { audit: auditLogRoutes },
  collections: [auditLogs, auditHeads],
  consumers: [auditTrail],
  jobs: [],
  ports: () => ({}),
});
