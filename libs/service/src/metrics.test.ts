import { newId, notFound, testClock } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { ok, routeFor } from '@siteninja/http';
import { defineJob, jobKind, schedule } from '@siteninja/jobs';
import { s } from '@siteninja/schema';
import { callers, manualBus, metricIn, startForTest, type TestService, until } from '@siteninja/testing';
import supertest from 'supertest';
import { defineService, type ServiceCtx } from './definition';
import { serviceConfig } from './service-config';

const work = jobKind('work', s.object({ fails: s.boolean() }));
const route = routeFor<ServiceCtx>();
const tenantId = newId();

describe('GET /metrics of a service', () => {
  const clock = testClock();
  const bus = manualBus();
  let isConfirmed = false;
  let service: TestService<ServiceCtx>;
  const definition = defineService({
    name: 'billing',
    config: serviceConfig,
    routes: {
      plans: [
        route({
          method: 'get',
          path: '/tenants/:tenantId/things/:thingId',
          summary: 'A thing',
          allow: 'read:pages',
          returns: ok(s.object({ id: s.string() })),
          errors: ['page.not_found'],
          handle: (_ctx, { params }) => {
            if (params.thingId === 'gone') throw notFound('page');
            return Promise.resolve({ id: params.thingId });
          },
        }),
      ],
    },
    collections: [],
    consumers: [
      {
        name: 'notes',
        types: ['page.updated'],
        handle: (_tx, { data }) =>
          'bad' in data ? Promise.reject(new Error('It never works.')) : Promise.resolve(),
      },
    ],
    jobs: [
      defineJob({
        kind: work,
        handle: (_tx: ServiceCtx, { data }) =>
          data.fails ? Promise.reject(new Error('It never works.')) : Promise.resolve(),
      }),
    ],
    ports: () => ({}),
  });
  const metric = async (name: string, ...labels: string[]): Promise<number | undefined> =>
    metricIn((await supertest(service.url).get('/metrics')).text, name, ...labels);

  beforeAll(async () => {
    const shared = {
      clock,
      bus: {
        ...bus,
        publish: (events: readonly { id: string }[]) =>
          Promise.resolve({ confirmed: isConfirmed ? events.map(({ id }) => id) : [] }),
        countDeadLetters: () => Promise.resolve({ unrouted: 0, byQueue: { 'billing.notes': 2 } }),
      },
    };
    service = await startForTest(definition, { shared, env: { LOG_LEVEL: 'silent' } });
  });
  afterAll(() => service.stop());

  it('is answered without an identity, in the format of Prometheus, with what Node tells of the process', async () => {
    const { status, headers, text } = await supertest(service.url).get('/metrics');
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(text).toContain('process_resident_memory_bytes{service="billing"}');
    expect(text).toContain('nodejs_eventloop_lag_seconds{service="billing"}');
  });

  it('counts requests by pattern of route, method and class of status, and never by what clients choose', async () => {
    const things = `/tenants/${tenantId}/things`;
    const admin = service.as(callers.admin(tenantId));
    await admin.get(`${things}/one`);
    await admin.get(`${things}/two`);
    await admin.get(`${things}/gone`);
    await admin.get('/no/such/path');
    await service.plainly.get(`${things}/one`);
    const requests = (...labels: string[]) => metric('http_request_duration_seconds_count', ...labels);
    const pattern = ['route="/tenants/:tenantId/things/:thingId"', 'method="GET"'];
    await until(async () => (await requests(...pattern, 'status="4xx"')) === 2);
    expect(await requests(...pattern, 'status="2xx"')).toBe(2);
    expect(await requests('route="none"', 'method="GET"', 'status="4xx"')).toBe(1);
    expect(await metric('http_requests_in_flight')).toBe(0);
    const { text } = await supertest(service.url).get('/metrics');
    for (const chosen of [tenantId, '/no/such/path', 'gone']) expect(text).not.toContain(chosen);
  });

  it('tells how many events wait in the outbox and for how long, and how late they were published', async () => {
    const resource = { type: 'tenant', id: tenantId, version: 1 };
    await transaction(service.ctx, (tx) => {
      tx.record({ type: 'tenant.erased', resource, data: { id: tenantId, tenantId } });
      return Promise.resolve();
    });
    expect(await metric('siteninja_outbox_events')).toBe(1);
    clock.advance(90_000);
    expect(await metric('siteninja_outbox_oldest_event_age_seconds')).toBeGreaterThanOrEqual(90);
    isConfirmed = true;
    await until(async () => (await metric('siteninja_outbox_events')) === 0);
    expect(await metric('siteninja_event_publish_delay_seconds_count')).toBe(1);
    expect(await metric('siteninja_event_publish_delay_seconds_sum')).toBeGreaterThanOrEqual(90);
  });

  it('tells what became of events, and which dead letters wait', async () => {
    await bus.deliver({ type: 'page.updated', tenantId });
    void bus.deliver({ type: 'page.updated', tenantId, data: { bad: true } }).catch(() => undefined);
    const events = (outcome: string) =>
      metric('siteninja_consumed_events_total', 'consumer="notes"', `outcome="${outcome}"`);
    await until(async () => (await events('retried')) === 1);
    expect(await events('handled')).toBe(1);
    expect(await metric('siteninja_dead_letters', 'queue="billing.notes"')).toBe(2);
  });

  it('tells what became of jobs, and which are overdue and parked', async () => {
    const add = (key: string, fails: boolean): Promise<void> =>
      transaction(service.ctx, (tx) =>
        schedule(tx, { kind: work, key, dueAt: clock.now(), data: { fails } }),
      );
    const runs = (outcome: string) =>
      metric('siteninja_job_runs_total', 'kind="work"', `outcome="${outcome}"`);
    expect(await metric('siteninja_jobs_overdue_seconds')).toBe(0);
    await add('good', false);
    await add('bad', true);
    for (let attempt = 0; attempt < 16; attempt++) {
      await service.runDueJobs();
      clock.advance(60 * 60_000);
    }
    expect([await runs('completed'), await runs('retried'), await runs('parked')]).toEqual([1, 14, 1]);
    expect(await metric('siteninja_jobs_parked', 'kind="work"')).toBe(1);
  });
});
