import { newId, testClock } from '@siteninja/core';
import { callers, metricIn, startForTest, type TestService, until } from '@siteninja/testing';
import { integrationService } from '../app';
import { type IntegrationCtx } from '../context';
import { pageEvent, type Receiver, startReceiver } from './test-support';

describe('the metrics of webhooks', () => {
  const clock = testClock();
  let service: TestService<IntegrationCtx>;
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
    service = await startForTest(integrationService, {
      env: { WEBHOOK_HTTP_HOSTS: 'localhost', LOG_LEVEL: 'silent' },
      shared: { clock },
    });
  });
  afterAll(async () => {
    await service.stop();
    await receiver.close();
  });

  it('count attempts by what became of them, and the deliveries that could be attempted now', async () => {
    const metric = async (name: string, ...labels: string[]) =>
      metricIn((await service.plainly.get('/metrics')).text, name, ...labels);
    const attempts = (outcome: string) =>
      metric('siteninja_webhook_attempt_duration_seconds_count', `outcome="${outcome}"`);
    const tenantId = newId();
    for (const path of ['/well', '/refuses']) {
      const body = { url: receiver.url + path, events: ['*'] };
      await service.as(callers.admin(tenantId)).post(`/tenants/${tenantId}/webhooks`).send(body);
    }
    receiver.answer = ({ url }) => ({ status: url === '/well' ? 200 : 500 });
    await service.deliver(pageEvent(tenantId, clock.now()));
    await until(async () => (await attempts('delivered')) === 1 && (await attempts('refused')) === 1);
    // Of two, one is done and the other waits for its retry.
    expect(await metric('siteninja_webhook_deliveries_due')).toBe(0);
  });
});
