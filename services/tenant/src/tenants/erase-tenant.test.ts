import { calls } from '@siteninja/contracts';
import { newId, SERVICES, testClock } from '@siteninja/core';
import { callers, startForTest, stubCall, type TestService } from '@siteninja/testing';
import { tenantService } from '../app';
import { type TenantCtx } from '../context';
import { type ErasureRow } from './erasure.model';

const clock = testClock();
let service: TestService<TenantCtx>;
let synced: { deleted: boolean }[] = [];
let tenantId: string;

beforeAll(async () => {
  service = await startForTest(tenantService, {
    shared: { clock },
    stubs: [
      stubCall(calls.addMember, () => ({})),
      stubCall(calls.syncTenant, ({ body }) => {
        synced.push(body);
        return {};
      }),
    ],
  });
});
afterAll(() => service.stop());
beforeEach(async () => {
  const tenant = { name: 'Mill', businessName: 'Mill Ltd', businessType: 'Retail', subdomain: 'the-mill' };
  const made = await service.as(callers.nonMember()).post('/tenants').send(tenant);
  tenantId = String(made.body.data.id);
  synced = [];
});
afterEach(eraseHere);

const platform = () => service.as(callers.superAdmin(tenantId));
const erase = (as = callers.superAdmin(tenantId)) => service.as(as).delete(`/tenants/${tenantId}?hard=true`);
const read = async (location: string): Promise<Pick<ErasureRow, 'status' | 'receipts'>> =>
  (await platform().get(location.replace('/api', ''))).body.data;
const report = (name: string) =>
  service
    .as(callers.service(name))
    .put(`/internal/erasures/${tenantId}/receipt`)
    .send({ documents: 7, files: 2, finishedAt: clock.now().toISOString() });

/** What this service does when its own event has come back to it. */
async function eraseHere(): Promise<void> {
  await erase();
  await service.ctx.db.collection('outbox').deleteMany({});
  await service.deliver({ type: 'tenant.erased', tenantId }).catch(() => undefined);
  await service.runDueJobs();
}

describe('erasing a tenant', () => {
  it('is accepted once, closes the tenant at once, and records who was erased and nothing of what they were', async () => {
    const first = await erase();
    expect(first.status).toBe(202);
    expect(first.body.data).toMatchObject({ tenantId, status: 'pending', receipts: [] });
    expect(first.headers.location).toBe(`/api/erasures/${first.body.data.id}`);
    expect(synced).toMatchObject([{ deleted: true }]);
    const again = await erase();
    expect([again.status, again.headers.location]).toEqual([202, first.headers.location]);
    const events = (await service.events()).filter(({ type }) => type === 'tenant.erased');
    expect(events).toMatchObject([{ tenantId, data: { id: tenantId, tenantId } }]);
    expect(JSON.stringify(events)).not.toContain('Mill');
    expect((await platform().post(`/tenants/${tenantId}/restore`)).status).toBe(410);
  });

  it('is for the platform alone', async () => {
    for (const caller of [callers.admin(tenantId), callers.apiKey(tenantId, ['delete:tenants'])]) {
      expect((await erase(caller)).status).toBe(403);
    }
    expect((await platform().get(`/tenants/${tenantId}`)).body.data.deletedAt).toBeNull();
    expect((await service.as(callers.admin(tenantId)).get(`/erasures/${newId()}`)).status).toBe(403);
  });

  it('is also possible once the tenant is deleted, when a second soft deletion is 410', async () => {
    await platform().delete(`/tenants/${tenantId}`);
    expect((await platform().delete(`/tenants/${tenantId}`)).status).toBe(410);
    expect((await erase()).status).toBe(202);
  });

  it('is done when every service has reported, each once', async () => {
    const { location = '' } = (await erase()).headers;
    for (const name of SERVICES) {
      expect((await read(location)).status).toBe(name === SERVICES[0] ? 'pending' : 'running');
      await report(name);
      await report(name);
    }
    const { status, receipts } = await read(location);
    expect(status).toBe('done');
    expect(receipts.map(({ service: name }) => name)).toEqual([...SERVICES]);
    expect(receipts[0]).toEqual({
      service: SERVICES[0],
      documents: 7,
      files: 2,
      finishedAt: clock.now().toISOString(),
    });
  });

  it('leaves nothing but the erasure, and the subdomain to whoever wants it', async () => {
    const { location = '' } = (await erase()).headers;
    await eraseHere();
    expect((await platform().get(`/tenants/${tenantId}`)).status).toBe(404);
    expect((await erase()).headers.location).toBe(location);
    const other = { name: 'Mill', businessName: 'Other', businessType: 'Retail', subdomain: 'the-mill' };
    const made = await service.as(callers.nonMember()).post('/tenants').send(other);
    expect(made.status).toBe(201);
    tenantId = String(made.body.data.id);
  });
});
