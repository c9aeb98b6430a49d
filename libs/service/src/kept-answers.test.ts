import { newId, testClock } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { listOf, ok, routeFor, singlePage } from '@siteninja/http';
import { defineJob, jobKind, schedule } from '@siteninja/jobs';
import { tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';
import { callers, startForTest, type TestService } from '@siteninja/testing';
import { defineService, type ServiceCtx } from './definition';
import { serviceConfig } from './service-config';

const counters = tenantCollection({ name: 'counters', fields: { count: s.integer() }, indexes: [] });
const countLater = jobKind('count', s.object({}));
const COUNTERS = '/tenants/:tenantId/counters';

const route = routeFor<ServiceCtx>();
const count = (ctx: ServiceCtx) => counters.in(ctx).upsert({}, { $inc: { count: 1 } });

const definition = defineService({
  name: 'billing',
  config: serviceConfig,
  routes: {
    counters: [
      route({
        method: 'get',
        path: COUNTERS,
        summary: 'Read how often something was counted, and for whom that was read',
        allow: 'read:pages',
        returns: ok(s.object({ count: s.integer(), reader: s.string() })),
        cached: true,
        handle: async (ctx) => {
          const row = await counters.in(ctx).findOne({});
          return {
            count: row?.count ?? 0,
            reader: `${ctx.caller.type} ${ctx.request?.ipAddress ?? 'nowhere'}`,
          };
        },
      }),
    ],
  },
  collections: [counters],
  consumers: [
    { name: 'counter', types: ['tenant.updated'], handle: async (tx: ServiceCtx) => void (await count(tx)) },
  ],
  jobs: [defineJob({ kind: countLater, handle: async (tx: ServiceCtx) => void (await count(tx)) })],
  ports: () => ({}),
});

describe('an answer that is kept', () => {
  const clock = testClock();
  const tenantId = newId();
  let service: TestService<ServiceCtx>;
  const read = async (caller = callers.viewer(tenantId)) =>
    (await service.as(caller).get(`/tenants/${tenantId}/counters`)).body.data;

  beforeAll(async () => {
    service = await startForTest(definition, { shared: { clock } });
  });
  afterAll(() => service.stop());

  it('shows every change: by a transaction, a single write, a consumer and a job', async () => {
    const ctx = { ...service.ctx, tenantId };
    const changes = [
      () => transaction(ctx, count),
      () => count(ctx),
      () => service.deliver({ type: 'tenant.updated', tenantId }),
      async () => {
        await transaction(ctx, (tx) =>
          schedule(tx, { kind: countLater, key: 'once', dueAt: clock.now(), data: {} }),
        );
        await service.runDueJobs();
      },
      () => counters.in(ctx).delete({}),
    ];
    const seen = [(await read()).count];
    for (const change of changes) {
      await change();
      seen.push((await read()).count);
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 0]);
  });

  it('is made in the name of nobody who asks', async () => {
    const expected = { count: 0, reader: 'system nowhere' };
    expect([await read(), await read(callers.admin(tenantId))]).toEqual([expected, expected]);
  });

  it('is forgotten of no tenant whose own rows do not change', async () => {
    const kept = await service.ctx.tenantCache?.get(tenantId, 'any');
    await transaction({ ...service.ctx, tenantId: newId() }, count);
    await transaction({ ...service.ctx, tenantId }, () => Promise.resolve());
    expect(await service.ctx.tenantCache?.get(tenantId, 'any')).toEqual(kept);
  });

  it('can be none but JSON about a tenant', () => {
    const define = () =>
      route({
        method: 'get',
        path: '/counters',
        summary: 'List all counters',
        allow: 'super_admin',
        returns: listOf(s.object({})),
        cached: true,
        handle: () => Promise.resolve(singlePage([])),
      });
    expect(define).toThrow('get /counters answers no JSON about a tenant, so that cannot be kept.');
  });
});
