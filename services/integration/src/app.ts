import { defineService } from '@siteninja/service';
import { auditTrail } from './audit/audit-log.consumers';
import { auditHeads, auditLogs } from './audit/audit-log.model';
import { auditLogRoutes } from './audit/audit-log.routes';
import { integrationConfig } from './config';
import { eventFeed } from './event-feed/feed-event.consumers';
import { feedEvents, feedHeads } from './event-feed/feed-event.model';
import { eventFeedRoutes } from './event-feed/feed-event.routes';

/** What happened: the audit log, and each tenant's feed of events. */
export const integrationService = defineService({
  name: 'integration',
  config: integrationConfig,
  routes: { audit: auditLogRoutes, events: eventFeedRoutes },
  collections: [auditLogs, auditHeads, feedEvents, feedHeads],
  consumers: [auditTrail, eventFeed],
  jobs: [],
  ports: () => ({}),
});
