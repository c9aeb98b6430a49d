import { aiGeneration, domain, type DomainEvent } from '@siteninja/contracts';
import { type Consumer, readEvent } from '@siteninja/events';
import { type Infer, pick, s } from '@siteninja/schema';
import { type BillingCtx } from '../context';
import { countAiCredits, countDomain, type Counted, countUsage } from './usage';

const creditsOfMonth = pick(aiGeneration, 'month', 'credits');
const domainName = pick(domain, 'domain');
const hosts = s.object({ domains: s.default(s.array(pick(domain, 'domain', 'isSubdomain')), []) });

/** Whoever creates a tenant is its first member, and may have named a domain, which came with its `www`. */
async function countNewTenant(tx: BillingCtx, domains: Infer<typeof hosts>['domains']): Promise<void> {
  await countUsage(tx, { users: 1 });
  const own = domains.filter(({ isSubdomain }) => !isSubdomain).map((each) => each.domain);
  const claimed = own.filter((name) => !own.some((other) => name === `www.${other}`));
  for (const name of claimed) await countDomain(tx, '$addToSet', name);
}

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
    'ai.generated',
    'domain.added',
    'domain.removed',
  ],
  handle: (tx, event) => {
    switch (event.type) {
      case 'ai.generated':
        return countAiCredits(tx, readEvent(creditsOfMonth, event));
      case 'tenant.created':
        return countNewTenant(tx, readEvent(hosts, event).domains);
      case 'domain.added':
        return countDomain(tx, '$addToSet', readEvent(domainName, event).domain);
      case 'domain.removed':
        return countDomain(tx, '$pull', readEvent(domainName, event).domain);
      default:
        return countUsage(tx, changeOf(event));
    }
  },
};

function changeOf(event: DomainEvent): Partial<Counted> {
  switch (event.type) {
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
    default:
      return {};
  }
}
