import { calls, type DomainEvent } from '@siteninja/contracts';
import { DAY_MS, newId, type TestClock, testClock } from '@siteninja/core';
import { callers, startForTest, stubCall, type TestOptions, type TestService } from '@siteninja/testing';
import { billingService } from './app';
import { type BillingCtx } from './context';

/** The service, and tenants whose time is the clock's. */
export interface TestBilling extends TestService<BillingCtx> {
  clock: TestClock;
  /** Ids of the plans by key. */
  plans: Record<string, string>;
  newTenant(): Promise<TestTenant>;
  /** Everything that becomes due meanwhile has run. */
  passDays(days: number): Promise<void>;
}

export interface TestTenant {
  id: string;
  admin: ReturnType<TestBilling['as']>;
  /** Of the subscription, with something behind it. */
  path(more?: string): string;
  subscription(): Promise<Record<string, unknown>>;
  invoices(): Promise<Record<string, unknown>[]>;
  pay(plan: string, more?: object): ReturnType<ReturnType<TestBilling['as']>['post']>;
  /** Of billing's own events. */
  events(): Promise<DomainEvent[]>;
}

/** Tenants whose admins get no mail. */
const nobody = stubCall(calls.listAdminEmails, () => ({ name: 'Nobody', locale: 'en', emails: [] }));

const TRIAL_START = new Date('2026-03-01T10:00:00.000Z');

export async function startBilling(options: Pick<TestOptions, 'env' | 'stubs'> = {}): Promise<TestBilling> {
  const clock = testClock(TRIAL_START);
  const service = await startForTest(billingService, { stubs: [nobody], ...options, shared: { clock } });
  const { body } = await service.as(callers.anonymous).get('/plans');
  const plans = Object.fromEntries(body.data.items.map(({ key, id }: Record<string, string>) => [key, id]));
  const newTenant = async (): Promise<TestTenant> => {
    const id = newId();
    await service.deliver({
      type: 'tenant.created',
      tenantId: id,
      occurredAt: clock.now().toISOString(),
      resource: { type: 'tenant', id, version: 2 },
    });
    const admin = service.as(callers.admin(id));
    const path = (more = ''): string => `/tenants/${id}/subscription${more}`;
    return {
      id,
      admin,
      path,
      subscription: async () => (await admin.get(path())).body.data,
      invoices: async () => (await admin.get(path('/invoices?order=asc'))).body.data.items,
      pay: (plan, more = {}) => admin.post(path()).send({ planId: plans[plan], interval: 'month', ...more }),
      events: async () => (await service.events()).filter(({ tenantId }) => tenantId === id),
    };
  };
  const passDays = async (days: number): Promise<void> => {
    clock.advance(days * DAY_MS);
    await service.runDueJobs();
  };
  return { ...service, clock, plans, newTenant, passDays };
}

/** Type, status and when, for short. */
export const story = (events: readonly DomainEvent[]): string[] =>
  events.map(({ type, data }) => `${type}: ${String(data.status)}`);
