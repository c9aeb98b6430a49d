import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { memberships } from '../memberships/membership.model';
import {
  callerOf,
  credentialOf,
  grants,
  registered,
  revoked,
  startIdentity,
  TENANT,
  type TestIdentity,
} from '../test-support';

let service: TestIdentity;
beforeAll(async () => {
  service = await startIdentity();
});
afterAll(() => service.stop());

const tenant = () => service.as(callers.service('tenant'));
const revocationsOf = async (tenantId: string) =>
  (await revoked(service)).filter((what) => what === `tenant:${tenantId}`).length;

/** What callers are told of a tenant. */
async function viewOf(accessToken: string, tenantId: string) {
  const { data } = await grants(service, credentialOf(accessToken), tenantId);
  return data.tenant;
}

function tenantEvent(
  type: 'tenant.created' | 'tenant.updated' | 'tenant.deleted' | 'tenant.restored',
  tenantId: string,
  version: number,
  { before = {}, ...data }: { name?: string; status?: string; deletedAt?: string | null; before?: object },
) {
  const whole = { name: TENANT.name, status: 'trial', deletedAt: null, businessName: 'More', ...data };
  return {
    type,
    tenantId,
    resource: { type: 'tenant', id: tenantId, version },
    data: whole,
    change: { before: { ...whole, ...before }, after: whole },
  };
}

describe('the projection of a tenant', () => {
  it('the projection of a tenant follows its events, and revokes cached grants where its state changes', async () => {
    const { data, tenantId } = await registered(service, TENANT);
    await service.deliver(tenantEvent('tenant.created', tenantId, 2, {}));
    await service.deliver(tenantEvent('tenant.updated', tenantId, 3, { name: 'Rossi & Daughters' }));
    expect(await revocationsOf(tenantId)).toBe(0);
    const me = await service.as(callerOf(data.accessToken)).get('/auth/me');
    expect(me.body.data.memberships).toEqual([{ tenantId, name: 'Rossi & Daughters', role: 'admin' }]);
    await service.deliver(
      tenantEvent('tenant.deleted', tenantId, 4, { deletedAt: new Date().toISOString() }),
    );
    expect(await viewOf(data.accessToken, tenantId)).toMatchObject({ deleted: true });
    expect(await revocationsOf(tenantId)).toBe(1);
    const after = await service.as(callerOf(data.accessToken)).get('/auth/me');
    expect(after.body.data).toMatchObject({ activeTenantId: null, memberships: [], permissions: [] });
    await service.deliver(tenantEvent('tenant.restored', tenantId, 5, {}));
    expect(await viewOf(data.accessToken, tenantId)).toMatchObject({ deleted: false });
    expect(await revocationsOf(tenantId)).toBe(2);
  });

  it('an event that arrives late or twice does not set the projection of a tenant back', async () => {
    const { data, tenantId } = await registered(service, TENANT);
    const suspended = tenantEvent('tenant.updated', tenantId, 5, {
      status: 'suspended',
      before: { status: 'trial' },
    });
    await service.deliver({ ...suspended, id: newId() });
    await service.deliver(tenantEvent('tenant.updated', tenantId, 4, {}));
    await service.deliver(suspended);
    expect(await viewOf(data.accessToken, tenantId)).toMatchObject({ status: 'suspended' });
    expect(await revocationsOf(tenantId)).toBe(1);
  });

  it('the tenant service updates the projection of a tenant at once, unless it is of as new a revision', async () => {
    const { data, tenantId } = await registered(service, TENANT);
    const put = (revision: number, more: object) =>
      tenant()
        .put(`/internal/tenants/${tenantId}`)
        .send({ name: 'Rossi', status: 'trial', deleted: false, revision, ...more });
    expect((await put(3, { deleted: true })).body.data).toEqual({});
    expect(await viewOf(data.accessToken, tenantId)).toMatchObject({ deleted: true });
    expect(await revocationsOf(tenantId)).toBe(1);
    expect((await put(3, { deleted: false })).status).toBe(200);
    expect((await put(2, { deleted: false })).status).toBe(200);
    expect(await viewOf(data.accessToken, tenantId)).toMatchObject({ deleted: true });
  });
});

describe('the status of a tenant', () => {
  const subscription = (tenantId: string, id: string, version: number, status: string) => ({
    type: 'subscription.updated' as const,
    tenantId,
    resource: { type: 'subscription', id, version },
    data: { id, status, plan: 'pro' },
  });

  it('the status of a tenant follows its subscription, and not an older status in the tenant’s events', async () => {
    const { data, tenantId } = await registered(service, TENANT);
    const id = newId();
    await service.deliver(subscription(tenantId, id, 2, 'past_due'));
    await service.deliver(subscription(tenantId, id, 1, 'active'));
    await service.deliver(tenantEvent('tenant.updated', tenantId, 7, { name: 'New name' }));
    expect(await viewOf(data.accessToken, tenantId)).toMatchObject({ status: 'past_due' });
    expect(await revocationsOf(tenantId)).toBe(1);
    await service.deliver(subscription(tenantId, newId(), 1, 'active'));
    expect(await viewOf(data.accessToken, tenantId)).toMatchObject({ status: 'active' });
  });

  it('a tenant that the platform has suspended stays suspended until the platform changes it', async () => {
    const { data, tenantId } = await registered(service, TENANT);
    const id = newId();
    await service.deliver(
      tenantEvent('tenant.updated', tenantId, 3, { status: 'suspended', before: { status: 'trial' } }),
    );
    await service.deliver(subscription(tenantId, id, 1, 'active'));
    expect(await viewOf(data.accessToken, tenantId)).toMatchObject({ status: 'suspended' });
    await service.deliver(
      tenantEvent('tenant.updated', tenantId, 4, { status: 'active', before: { status: 'suspended' } }),
    );
    expect(await viewOf(data.accessToken, tenantId)).toMatchObject({ status: 'active' });
  });
});

describe('a membership of a tenant that is being created', () => {
  const ask = (userId: string, tenantId: string) =>
    tenant()
      .post('/internal/memberships')
      .send({
        tenantId,
        userId,
        role: 'admin',
        tenant: { name: 'Second', status: 'trial', deleted: false, revision: 1 },
      });

  it('a membership is created once, however often it is asked for, and revokes cached grants', async () => {
    const { data, userId } = await registered(service);
    const tenantId = newId();
    const admins = () => tenant().get(`/internal/tenants/${tenantId}/admins`);
    expect((await admins()).body.data).toEqual({ exists: false });
    const answers = await Promise.all([ask(userId, tenantId), ask(userId, tenantId)]);
    answers.push(await ask(userId, tenantId));
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body.data).toEqual({});
    }
    expect((await admins()).body.data).toEqual({ exists: true });
    expect((await revoked(service)).filter((what) => what === `user:${userId}`)).toHaveLength(1);
    expect(await viewOf(data.accessToken, tenantId)).toMatchObject({ role: 'admin', status: 'trial' });
    const me = await service.as(callerOf(data.accessToken)).get('/auth/me');
    expect(me.body.data.activeTenantId).toBe(tenantId);
  });

  it('a membership of an unknown user is refused', async () => {
    const tenantId = newId();
    expect((await ask(newId(), tenantId)).status).toBe(404);
    const { body } = await tenant().get(`/internal/tenants/${tenantId}/admins`);
    expect(body.data).toEqual({ exists: false });
  });
});

describe('the internal list of memberships', () => {
  it('has the memberships of all tenants, in pages of which none is left out or given twice', async () => {
    const known = await Promise.all(Array.from({ length: 3 }, () => registered(service, TENANT)));
    const base = { role: 'viewer' as const, status: 'inactive' as const, invitedBy: null, invitedName: null };
    const rows = Array.from({ length: 210 }, () => ({ ...base, userId: newId() }));
    await memberships.in({ ...service.ctx, tenantId: newId() }).insertMany(rows);
    const found: { userId: string; tenantId: string; isActive: boolean }[] = [];
    for (let next: string | null = ''; next !== null;) {
      const { body } = await tenant().get(`/internal/memberships${next && `?after=${next}`}`);
      found.push(...body.data.items);
      next = body.data.next;
    }
    expect(new Set(found.map((each) => each.tenantId + each.userId)).size).toBe(found.length);
    for (const { tenantId, userId } of known) {
      expect(found).toContainEqual(
        expect.objectContaining({ tenantId, userId, isActive: true, revision: 1 }),
      );
    }
    for (const { userId } of rows) {
      expect(found).toContainEqual(expect.objectContaining({ userId, isActive: false }));
    }
  });
});
