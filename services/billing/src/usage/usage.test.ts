import { newId } from '@siteninja/core';
import { callers, startForTest, type TestService } from '@siteninja/testing';
import { billingService } from '../app';
import { type BillingCtx } from '../context';
import { getUsage } from './usage';

let service: TestService<BillingCtx>;
beforeAll(async () => {
  service = await startForTest(billingService);
});
afterAll(() => service.stop());

const of = (tenantId: string) => getUsage({ ...service.ctx, tenantId });

describe('usage', () => {
  it('is nothing for a tenant that nothing has happened in', async () => {
    expect(Object.values(await of(newId()))).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('counts the pages that are there, of each tenant for itself', async () => {
    const [tenantId, neighbour] = [newId(), newId()];
    for (const type of ['page.created', 'page.created', 'page.deleted', 'page.restored'] as const) {
      await service.deliver({ type, tenantId });
    }
    await service.deliver({ type: 'page.created', tenantId: neighbour });
    expect(await of(tenantId)).toMatchObject({ pages: 2 });
    expect(await of(neighbour)).toMatchObject({ pages: 1 });
  });

  it('has the storage that the asset service reported last, in whatever order its reports come', async () => {
    const [tenantId, neighbour] = [newId(), newId()];
    const report = async (items: object[]) => {
      const answer = await service
        .as(callers.service('asset'))
        .put('/internal/storage-usage')
        .send({ items });
      expect(answer.status).toBe(204);
    };
    expect(await of(tenantId)).toMatchObject({ storageBytes: 0 });
    await report([
      { tenantId, usedBytes: 700, version: 3 },
      { tenantId: neighbour, usedBytes: 5, version: 1 },
    ]);
    await report([{ tenantId, usedBytes: 900, version: 2 }]);
    expect(await of(tenantId)).toMatchObject({ storageBytes: 700 });
    await report([{ tenantId, usedBytes: 0, version: 4 }]);
    expect([await of(tenantId), await of(neighbour)]).toMatchObject([
      { storageBytes: 0 },
      { storageBytes: 5 },
    ]);
  });

  it('counts members and invitations, and who accepts one once', async () => {
    const [tenantId, adminId, guestId, otherId] = [newId(), newId(), newId(), newId()];
    const tell = (type: 'user.invited' | 'user.joined' | 'user.removed', id: string, userId: string) =>
      service.deliver({
        type,
        tenantId,
        actor: { type: 'user', userId },
        resource: { type: 'user', id, version: 1 },
      });
    await service.deliver({ type: 'tenant.created', tenantId, occurredAt: new Date().toISOString() });
    await tell('user.invited', guestId, adminId);
    await tell('user.joined', guestId, guestId);
    await tell('user.joined', otherId, adminId);
    expect(await of(tenantId)).toMatchObject({ users: 3 });
    await tell('user.removed', guestId, adminId);
    expect(await of(tenantId)).toMatchObject({ users: 2 });
  });

  it('has the AI credits of this month, each counted in the month that it was taken from', async () => {
    const tenantId = newId();
    const month = service.ctx.clock.now().toISOString().slice(0, 7);
    const spend = (data: Record<string, unknown>) =>
      service.deliver({ type: 'ai.generated', tenantId, data });
    await spend({ month, credits: 2 });
    await spend({ month: '2020-01', credits: 7 });
    await spend({ month, credits: 1 });
    expect(await of(tenantId)).toMatchObject({ aiCredits: 3, pages: 0 });
  });

  it('has the domains that were claimed, an apex and its www as one', async () => {
    const tenantId = newId();
    const tell = (type: 'domain.added' | 'domain.removed', domain: string) =>
      service.deliver({ type, tenantId, data: { domain } });
    expect(await of(tenantId)).toMatchObject({ customDomains: 0 });
    await tell('domain.added', 'harbor.example');
    await tell('domain.added', 'shop.harbor.example');
    expect(await of(tenantId)).toMatchObject({ customDomains: 2, pages: 0 });
    await tell('domain.removed', 'www.harbor.example');
    expect(await of(tenantId)).toMatchObject({ customDomains: 2 });
    await tell('domain.removed', 'harbor.example');
    expect(await of(tenantId)).toMatchObject({ customDomains: 1 });
  });

  it('has the domain that a tenant was created with', async () => {
    const tenantId = newId();
    const domains = ['harbor.localhost', 'harbor.example', 'www.harbor.example'].map((domain) => ({
      domain,
      isSubdomain: domain === 'harbor.localhost',
    }));
    const occurredAt = new Date().toISOString();
    await service.deliver({ type: 'tenant.created', tenantId, occurredAt, data: { domains } });
    expect(await of(tenantId)).toMatchObject({ users: 1, customDomains: 1 });
  });

  it('counts an event once, however often it is delivered', async () => {
    const event = { id: newId(), type: 'page.created' as const, tenantId: newId() };
    await Promise.all([service.deliver(event), service.deliver(event)]);
    await service.deliver(event);
    expect(await of(event.tenantId)).toMatchObject({ pages: 1 });
  });

  it('comes out right when a deletion is heard of before the creation, and is never below nothing', async () => {
    const tenantId = newId();
    await service.deliver({ type: 'page.deleted', tenantId });
    expect(await of(tenantId)).toMatchObject({ pages: 0 });
    await service.deliver({ type: 'page.created', tenantId });
    expect(await of(tenantId)).toMatchObject({ pages: 0 });
  });
});
