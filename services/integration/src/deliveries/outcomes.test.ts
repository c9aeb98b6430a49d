import { HOUR_MS, newId } from '@siteninja/core';
import { callers, startForTest, type TestService, testMongoUri } from '@siteninja/testing';
import { integrationService } from '../app';
import { type IntegrationCtx } from '../context';
import { webhooks, webhookStats } from '../webhooks/webhook.model';
import { type Outcome } from './attempt';
import { deliveries, deliveryAttempts } from './delivery.model';
import { recordOutcomes } from './outcomes';

let service: TestService<IntegrationCtx>;
let commands = 0;
beforeAll(async () => {
  const uri = new URL(testMongoUri());
  uri.searchParams.set('monitorCommands', 'true');
  service = await startForTest(integrationService, { env: { MONGODB_URI: uri.href } });
  const own = ['deliveries', 'deliveryAttempts', 'webhookStats', 'erasedTenants'];
  service.ctx.db.getClient().on('commandStarted', ({ commandName, command }) => {
    // Meanwhile the dispatcher looks for deliveries that are due.
    const isOfDispatcher = commandName === 'find' && command.find === 'deliveries';
    if (own.includes(command[commandName]) && !isOfDispatcher) commands += 1;
  });
});
afterAll(() => service.stop());

/** A delivery that is claimed, to a webhook of a tenant of its own, and that the webhook has refused. */
async function refused(): Promise<Outcome> {
  const tenantId = newId();
  const body = { url: 'https://example.com/hook', events: ['page.updated'] };
  const made = await service.as(callers.admin(tenantId)).post(`/tenants/${tenantId}/webhooks`).send(body);
  const own = { ...service.ctx, tenantId };
  const webhook = await webhooks.in(own).get(made.body.data.id);
  const row = await deliveries.in(own).insert({
    ...{ webhookId: webhook._id, eventId: newId(), eventType: 'page.updated', payload: 'full', body: '{}' },
    ...{ attempts: 0, claim: newId(), nextAttemptAt: new Date(Date.now() + HOUR_MS) },
  });
  const told = { responseStatus: 500, responseBody: 'no', errorMessage: 'The answer was 500.' };
  return { id: newId(), row, webhook, isSuccess: false, retryAfter: null, durationMs: 1, ...told };
}

async function costOf(outcomes: readonly Outcome[]): Promise<number> {
  const before = commands;
  await recordOutcomes(service.ctx, outcomes);
  return commands - before;
}

describe('what became of attempts', () => {
  it('costs the database as many commands for twenty webhooks that fail as for one', async () => {
    const single = await refused();
    const many = await Promise.all(Array.from({ length: 20 }, refused));
    const cost = await costOf([single]);
    expect(await costOf(many)).toBe(cost);
    for (const { row, webhook } of many) {
      const own = { ...service.ctx, tenantId: row.tenantId };
      expect(await deliveries.in(own).get(row._id)).toMatchObject({ attempts: 1, claim: null });
      expect(await webhookStats.in(own).get(webhook._id)).toMatchObject({
        failureCount: 1,
        lastStatusCode: 500,
      });
    }
  });

  it('is counted once, however often it is written down', async () => {
    const outcome = await refused();
    const own = { ...service.ctx, tenantId: outcome.row.tenantId };
    await recordOutcomes(service.ctx, [outcome]);
    await recordOutcomes(service.ctx, [outcome]);
    expect(await deliveries.in(own).get(outcome.row._id)).toMatchObject({ attempts: 1 });
    expect(await deliveryAttempts.in(own).find({})).toHaveLength(1);
  });

  it('leaves alone a delivery that another process has claimed meanwhile', async () => {
    const outcome = await refused();
    const own = { ...service.ctx, tenantId: outcome.row.tenantId };
    const claimed = await deliveries.in(own).update(outcome.row._id, { claim: 'another' });
    await recordOutcomes(service.ctx, [outcome]);
    expect(await deliveries.in(own).get(outcome.row._id)).toEqual(claimed);
  });
});
