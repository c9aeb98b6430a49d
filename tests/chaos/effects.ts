import { type Receiver } from '../../services/integration/src/deliveries/test-support';
import { type Fate } from './mutations';
import { type TenantAdmin } from './tenant-admin';

/** What was told of changes, held against what became of them; all but the first and last are to be none. */
export interface Effects {
  made: number;
  lostAuditEntries: number;
  repeatedAuditEntries: number;
  unexpectedAuditEntries: number;
  lostDeliveries: number;
  unexpectedDeliveries: number;
  outOfOrder: number;
  gaps: number;
  /** Of events that were delivered already, under the same `webhook-id`. */
  repeatedDeliveries: number;
}

interface FeedItem {
  id: string;
  sequence: number;
  data: { id?: string; revision?: number };
}

/** Counts effects of the changes that requests named, and of all events of the tenant since this sequence. */
export async function countEffects(
  admin: TenantAdmin,
  fates: ReadonlyMap<string, Fate>,
  receivers: readonly Receiver[],
  since: number,
): Promise<Effects> {
  const audited = await admin.audited();
  const made = [...fates].filter(([, fate]) => fate === 'made').map(([id]) => id);
  const feed: FeedItem[] = await admin.all('/events', 'after');
  const events = feed.filter(({ sequence }) => sequence > since);
  const known = new Set(feed.map(({ id }) => id));
  const deliveries = receivers.map((receiver) => deliveredBy(receiver, events, known));
  const of = (name: keyof (typeof deliveries)[number]) =>
    deliveries.reduce((sum, each) => sum + each[name], 0);
  return {
    made: made.length,
    lostAuditEntries: made.filter((id) => !audited.has(id)).length,
    repeatedAuditEntries: [...audited.values()].filter((count) => count > 1).length,
    unexpectedAuditEntries: [...fates].filter(([id, fate]) => fate === 'refused' && audited.has(id)).length,
    lostDeliveries: of('lost'),
    unexpectedDeliveries: of('unexpected'),
    outOfOrder: countOutOfOrder(events),
    gaps: feed.filter(({ sequence }, index) => sequence !== index + 1).length,
    repeatedDeliveries: of('repeated'),
  };
}

function deliveredBy({ received }: Receiver, events: readonly FeedItem[], known: ReadonlySet<string>) {
  const ids = received.map(({ headers }) => String(headers['webhook-id']));
  const seen = new Set(ids);
  return {
    lost: events.filter(({ id }) => !seen.has(id)).length,
    unexpected: [...seen].filter((id) => !known.has(id)).length,
    repeated: ids.length - seen.size,
  };
}

/** Events of a resource that do not follow what came before. */
function countOutOfOrder(events: readonly FeedItem[]): number {
  const revisions = new Map<string, number>();
  let count = 0;
  for (const { data } of events) {
    if (data.id === undefined || data.revision === undefined) continue;
    if (data.revision < (revisions.get(data.id) ?? 0)) count += 1;
    revisions.set(data.id, data.revision);
  }
  return count;
}
