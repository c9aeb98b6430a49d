import { callers } from '@siteninja/testing';
import { registered, startIdentity, TENANT, type TestIdentity } from '../test-support';

let service: TestIdentity;
beforeAll(async () => {
  service = await startIdentity();
});
afterAll(() => service.stop());

describe('whom other services write to about a tenant', () => {
  const admins = async (tenantId: string) =>
    (await service.as(callers.service('billing')).get(`/internal/tenants/${tenantId}/admin-emails`)).body
      .data;

  it('are its active admins, in its language; nobody once it is deleted', async () => {
    const { data, tenantId } = await registered(service, TENANT);
    const add = (email: string, role: string, password?: string) =>
      service
        .as(callers.admin(tenantId, data.user.id))
        .post(`/tenants/${tenantId}/users`)
        .send({ email, role, ...(password === undefined ? {} : { password }) });
    await add('second@harbor.example', 'admin', 'a quiet harbour at dawn');
    await add('editor@harbor.example', 'editor', 'a quiet harbour at dawn');
    await add('invited@harbor.example', 'admin');
    const { name, locale, emails } = await admins(tenantId);
    expect([name, locale]).toEqual([TENANT.name, 'en']);
    expect(emails.sort()).toEqual([data.user.email, 'second@harbor.example'].sort());
    const state = { name: TENANT.name, status: 'trial', deleted: true, revision: 9 };
    await service.as(callers.service('tenant')).put(`/internal/tenants/${tenantId}`).send(state);
    expect((await admins(tenantId)).emails).toEqual([]);
  });
});
