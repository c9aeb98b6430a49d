import { DAY_MS, HOUR_MS } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { type TenantCtx } from '../context';
import { type Acme } from './acme';
import {
  acmeAccounts,
  certificateOrders,
  type CertificateRow,
  certificates,
  type Turn,
} from './certificate.model';

/** Authorities allow five failed validations of a name in an hour. */
const NAME_ORDERS_PER_HOUR = 4;
const NAME_ORDERS_PER_WEEK = 15;
const HOURS_PER_WEEK = 7 * 24;

/** An hour in which one more may be ordered, and what was in the way of an earlier one. */
interface FreeHour {
  hour: number;
  inTheWay: string | null;
}

/**
 * The hour in which the certificate may be ordered: orders of all tenants, of one, and of one name are limited, as an
 * authority limits those of this installation's account. What is over has its turn in a later hour, in the order in
 * which it was asked for. Removing a domain and adding it anew gives no turn sooner.
 * @returns null where no hour of the next week is free
 */
export function takeTurn(ctx: TenantCtx, acme: Acme, row: CertificateRow): Promise<Turn | null> {
  return transaction(ctx, async (tx) => {
    await acmeAccounts.in(tx).lock({ _id: acme.directoryUrl }, 'turnsLock');
    const free = await findFreeHour(tx, row);
    if (free === null) return null;
    const at = new Date(free.hour);
    const waitsFor =
      free.inTheWay === null
        ? null
        : `It is ordered after ${at.toISOString().slice(0, 16)}Z: ${free.inTheWay}`;
    const turn = { at, waitsFor };
    await certificateOrders.in(tx).insert({ domain: row.domain, hour: at });
    await certificates.in(tx).update(row._id, { turn });
    return turn;
  });
}

/** Whether a turn is over: one that was missed, such as while all processes were down, is none any more. */
export function isMissed({ clock }: TenantCtx, { at }: Turn): boolean {
  return clock.now().getTime() >= at.getTime() + HOUR_MS;
}

/** What was to be ordered later is not: others may have that hour. What may have been ordered already counts on. */
export async function giveBackTurns(tx: Tx<TenantCtx>, domain: string): Promise<void> {
  await certificateOrders.in(tx).delete({ domain, hour: { $gt: tx.clock.now() } });
}

async function findFreeHour(
  tx: Tx<TenantCtx>,
  { domain, tenantId }: CertificateRow,
): Promise<FreeHour | null> {
  const { ACME_ORDERS_PER_HOUR, ACME_TENANT_ORDERS_PER_HOUR } = tx.config;
  const orders = certificateOrders.across(tx);
  const thisHour = Math.floor(tx.clock.now().getTime() / HOUR_MS) * HOUR_MS;
  // The bound itself would be lost to some databases.
  const taken = await orders.find({ hour: { $gt: new Date(thisHour - 1) } });
  const weekBefore = new Date(thisHour - 7 * DAY_MS);
  const ofName = (await orders.find({ domain, hour: { $gt: weekBefore } })).map(({ hour }) => hour.getTime());
  const all = countByHour(taken);
  const own = countByHour(taken.filter((order) => order.tenantId === tenantId));
  const inTheWayAt = (hour: number): string | null => {
    const inItsHour = ofName.filter((time) => time === hour).length;
    const inItsWeek = ofName.filter((time) => time > hour - 7 * DAY_MS).length;
    if (inItsHour >= NAME_ORDERS_PER_HOUR || inItsWeek >= NAME_ORDERS_PER_WEEK)
      return 'this domain has been ordered for too often lately.';
    if ((own.get(hour) ?? 0) >= ACME_TENANT_ORDERS_PER_HOUR) return 'others of your domains come first.';
    return (all.get(hour) ?? 0) >= ACME_ORDERS_PER_HOUR ? 'many domains wait for a certificate.' : null;
  };
  const inTheWay = inTheWayAt(thisHour);
  for (let hours = 0; hours <= HOURS_PER_WEEK; hours += 1) {
    const hour = thisHour + hours * HOUR_MS;
    if (inTheWayAt(hour) === null) return { hour, inTheWay };
  }
  return null;
}

function countByHour(orders: readonly { hour: Date }[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { hour } of orders) counts.set(hour.getTime(), (counts.get(hour.getTime()) ?? 0) + 1);
  return counts;
}
