import { type Consumer } from '@siteninja/events';
import { type IntegrationCtx } from '../context';
import { appendToFeed } from './feed-event';

/** Numbers the events of each tenant. What belongs to no tenant, such as an industry, is in nobody's feed. */
export const eventFeed: Consumer<IntegrationCtx> = {
  name: 'feed',
  types: ['#'],
  singleActive: true,
  handle: async (tx, event) => {
    if (event.tenantId !== null) await appendToFeed(tx, event);
  },
};
