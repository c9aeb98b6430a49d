import { aiGeneration, type DomainEvent } from '@siteninja/contracts';
import { type Consumer, readEvent } from '@siteninja/events';
import { pick, s } from '@siteninja/schema';
import { type BillingCtx } from '../context';
import { countAiCredits, countUsage } from './usage';

const asset = s.object({
  size: s.integer({ min: 0 }),
  variants: s.default(s.array(s.looseObject({ size: s.integer({ min: 0 }) })), []),
});

/** What is kept of a file. A document has no variants: it is kept as it came. */
function keptBytes(event: DomainEvent): number {
  const { size, variants } = readEvent(asset, event);
  if (variants.length === 0) return size;
  return variants.reduce((sum, variant) => sum + variant.size, 0);
}

const creditsOfMonth = pick(aiGeneration, 'month', 'credits');

/** Counts what tenants use of their plans. */
export const usageCounters: Consumer<BillingCtx> = {
  name: 'usage',
  types: [
    'tenant.created',
    'user.invited',
    'user.joined',
    'user.removed',
    'page.created',
    'page.restored',
    'page.deleted',
    'asset.uploaded',
    'asset.deleted',
    'ai.generated',
  ],
  handle: (tx, event) =>
    event.type === 'ai.generated'
      ? countAiCredits(tx, readEvent(creditsOfMonth, event))
      : countUsage(tx, changeOf(event)),
};

function changeOf(event: DomainEvent): Parameters<typeof countUsage>[1] {
  switch (event.type) {
    case 'tenant.created':
      // Whoever creates a tenant is its first member.
      return { users: 1 };
    case 'user.invited':
      return { users: 1 };
    case 'user.joined':
      // Who joins by themselves was invited, and counted then.
      return event.actor.userId === event.resource.id ? {} : { users: 1 };
    case 'user.removed':
      return { users: -1 };
    case 'page.created':
    case 'page.restored':
      return { pages: 1 };
    case 'page.deleted':
      return { pages: -1 };
    case 'asset.uploaded':
      return { storageBytes: keptBytes(event) };
    case 'asset.deleted':
      return { storageBytes: -keptBytes(event) };
    default:
      return {};
  }
}
