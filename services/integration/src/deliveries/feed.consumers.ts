import { type Consumer } from '@siteninja/events';
import { type IntegrationCtx } from '../context';
import { appendToFeed } from '../event-feed/feed-event';
import { enqueueEvent } from './enqueue';

/**
 * Numbers the events of each tenant, and has them delivered to its webhooks. What belongs to no tenant, such as an
 * industry, is in nobody's feed.
 */
export const eventFeed: Consumer<IntegrationCtx> = {
  name: 'feed',
  types: ['#'],
  singleActive: true,
  handle: async (tx, event) => {
    if (event.tenantId !== null) await enqueueEvent(tx, await appendToFeed(tx, event));
  },
};
