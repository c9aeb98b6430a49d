import { defineService } from '@siteninja/service';
import { auditTrail } from './audit/audit-log.consumers';
import { auditHeads, auditLogs } from './audit/audit-log.model';
import { auditLogRoutes } from './audit/audit-log.routes';
import { moveCheckpoints } from './audit/checkpoint.jobs';
import { eraseAuditDetails } from './audit/erase-details';
import { expireAuditLogs } from './audit/expire-audit-logs.jobs';
import { integrationConfig } from './config';
import { deliveries, deliveryAttempts } from './deliveries/delivery.model';
import { deliveryRoutes } from './deliveries/delivery.routes';
import { Dispatcher } from './deliveries/dispatcher';
import { deliveryMetrics } from './deliveries/metrics';
import { eventFeed } from './deliveries/feed.consumers';
import { feedEvents, feedHeads } from './event-feed/feed-event.model';
import { eventFeedRoutes } from './event-feed/feed-event.routes';
import { outboundClient } from './outbound/outbound-client';
import { renewSecrets } from './webhooks/webhook.jobs';
import { webhooks, webhookStats } from './webhooks/webhook.model';
import { webhookRoutes } from './webhooks/webhook.routes';

/** What happened: the audit log, each tenant's feed of events, and the webhooks that are told of them. */
export const integrationService = defineService({
  name: 'integration',
  config: integrationConfig,
  routes: { audit: auditLogRoutes, events: eventFeedRoutes, webhooks: [...webhookRoutes, ...deliveryRoutes] },
  collections: [
    auditLogs,
    auditHeads,
    feedEvents,
    feedHeads,
    webhooks,
    webhookStats,
    deliveries,
    deliveryAttempts,
  ],
  consumers: [auditTrail, eventFeed],
  jobs: [moveCheckpoints, ...expireAuditLogs, ...renewSecrets],
  eraseSteps: [eraseAuditDetails],
  ports: (config) => ({ outbound: outboundClient(config.WEBHOOK_HTTP_HOSTS) }),
  startWork: (ctx, registry) => new Dispatcher(ctx, deliveryMetrics(ctx, registry)).start(),
});
