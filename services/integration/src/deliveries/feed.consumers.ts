import { type BatchConsumer } from '@siteninja/events';
import { type IntegrationCtx } from '../context';
import { appendToFeeds } from '../event-feed/feed-event';
import { enqueueEvents } from './enqueue';

/**
 * Numbers the events of each tenant, and has them delivered to its webhooks. What belongs to no tenant, such as an
 * industry, is in nobody's feed.
 */
export const eventFeed: BatchConsumer<IntegrationCtx> = {
  name: 'feed',
  types: ['#'],
  singleActive: true,
  handleBatch: async (tx, events) => {
    const ofTenants = events.flatMap(({ event, isErased }) => {
      const { tenantId } = event;
      return tenantId === null || isErased ? [] : [{ ...event, tenantId }];
    });
    await enqueueEvents(tx, await appendToFeeds(tx, ofTenants));
  },
};
