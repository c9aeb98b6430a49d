import { type DomainEvent } from '@siteninja/contracts';
import { createLog, newId } from '@siteninja/core';
import { inProcessBus } from '@siteninja/events';
import { callers, startForTest, type TestService, testMongoUri } from '@siteninja/testing';
import { integrationService } from './app';
import { stubCheckpoints } from './audit/chain-test-support';
import { verifyChain } from './audit/verify-chain';
import { type IntegrationCtx } from './context';
import { deliveries } from './deliveries/delivery.model';
import { pageUpdated } from './test-support';

const bus = inProcessBus({ log: createLog('bus', 'silent'), confirmTimeoutMs: 60_000 });
let service: TestService<IntegrationCtx>;
/** Collections that were read or written, once for each command. */
const commands: unknown[] = [];
beforeAll(async () => {
  const uri = new URL(testMongoUri());
  uri.searchParams.set('monitorCommands', 'true');
  const env = { MONGODB_URI: uri.href };
  service = await startForTest(integrationService, { env, shared: { bus }, stubs: stubCheckpoints() });
  service.ctx.db.getClient().on('commandStarted', ({ commandName, command }) => {
    commands.push(command[commandName]);
  });
});
afterAll(async () => {
  await service.stop();
  await bus.close();
});

const newTenants = (count: number): string[] => Array.from({ length: count }, () => newId());
/** So many events, of each of the tenants in turn. */
const eventsOf = (tenantIds: readonly (string | null)[], count: number): DomainEvent[] =>
  Array.from({ length: count }, (_, index) => pageUpdated(tenantIds[index % tenantIds.length] ?? null));
const get = async (tenantId: string, path: string) =>
  (await service.as(callers.admin(tenantId)).get(`/tenants/${tenantId}${path}`)).body.data;
const addWebhook = (tenantId: string, more: object = {}) =>
  service
    .as(callers.admin(tenantId))
    .post(`/tenants/${tenantId}/webhooks`)
    .send({ url: 'https://example.com/hook', events: ['page.updated'], ...more });
const verify = (tenantId: string) => verifyChain({ ...service.ctx, tenantId });

/** What feed, audit log and deliveries cost the database. */
async function costOf(events: readonly DomainEvent[]): Promise<number> {
  const written = ['auditLogs', 'auditHeads', 'events', 'feedHeads', 'inbox', 'erasedTenants'];
  commands.length = 0;
  expect((await bus.publish(events)).confirmed).toHaveLength(events.length);
  return commands.filter((name) => typeof name === 'string' && written.includes(name)).length;
}

describe('events that arrive together', () => {
  it('cost the database as many commands as a single one, of however many tenants they are', async () => {
    const single = await costOf(eventsOf(newTenants(1), 1));
    const tenants = newTenants(20);
    expect(await costOf(eventsOf(tenants, 100))).toBe(single);
    expect(await costOf(eventsOf(tenants, 100))).toBe(single);
  });

  it('are in the feed and the audit log of their own tenant, each once, in order and without gaps', async () => {
    const tenants = newTenants(3);
    const events = eventsOf([...tenants, null], 60);
    for (const some of [events.slice(0, 7), events]) await bus.publish(some);
    for (const tenantId of tenants) {
      const own = events.filter((event) => event.tenantId === tenantId).map(({ id }) => id);
      const { items } = await get(tenantId, '/events?limit=100');
      expect(items.map(({ id }: { id: string }) => id)).toEqual(own);
      expect(items.map(({ sequence }: { sequence: number }) => sequence)).toEqual(own.map((_, at) => at + 1));
      const logged = (await get(tenantId, '/audit-logs?limit=100')).items.map(({ id }: { id: string }) => id);
      expect(logged.sort()).toEqual([...own].sort());
      expect(await verify(tenantId)).toEqual({ valid: true, entries: own.length });
    }
  });

  it('are each delivered to those webhooks of their own tenant that ask for them', async () => {
    const [one = '', two = '', three = ''] = newTenants(3);
    await addWebhook(one);
    await addWebhook(two, { events: ['page.deleted'] });
    const events = eventsOf([one, two, three], 30);
    await bus.publish([...events, pageUpdated(two, { type: 'page.deleted' })]);
    const count = (tenantId: string) => deliveries.in({ ...service.ctx, tenantId }).count({});
    expect([await count(one), await count(two), await count(three)]).toEqual([10, 1, 0]);
  });

  it('leave out one that cannot be handled, and no number for it', async () => {
    const [tenantId = '', other = ''] = newTenants(2);
    const events = eventsOf([tenantId, other], 40);
    const broken = pageUpdated(tenantId, { occurredAt: 'some day' });
    await bus.publish([...events.slice(0, 13), broken, ...events.slice(13)]);
    for (const queue of ['integration.audit', 'integration.feed']) {
      expect(bus.deadLetters(queue).map((body) => JSON.parse(body).id)).toEqual([broken.id]);
    }
    expect((await get(tenantId, '/events?limit=100')).items).toHaveLength(20);
    expect(await verify(tenantId)).toEqual({ valid: true, entries: 20 });
    expect(await verify(other)).toEqual({ valid: true, entries: 20 });
  });
});
