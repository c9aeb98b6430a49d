import { calls } from '@siteninja/contracts';
import { callers, startForTest, stubCall, type TestService } from '@siteninja/testing';
import { tenantService } from '../app';
import { type TenantCtx } from '../context';
import { tenants } from './tenant.model';

let service: TestService<TenantCtx>;
beforeAll(async () => {
  service = await startForTest(tenantService, { stubs: [stubCall(calls.addMember, () => ({}))] });
});
afterAll(() => service.stop());

async function makeTenant(more: object = {}) {
  const body = { name: 'Harbor', businessName: 'Harbor Ltd', businessType: 'Plumbing', ...more };
  const made = await service.as(callers.nonMember()).post('/tenants').send(body);
  return { id: String(made.body.data.id), data: made.body.data };
}

describe('the language and the time zone of a tenant', () => {
  it('a tenant has a language and a time zone, kept in their canonical forms; the language is English where none is named', async () => {
    const { id, data } = await makeTenant();
    expect(data).toMatchObject({ locale: 'en', timeZone: null });
    const abroad = await makeTenant({ locale: 'pt-br', timeZone: 'america/sao_paulo' });
    expect(abroad.data).toMatchObject({ locale: 'pt-BR', timeZone: 'America/Sao_Paulo' });
    const admin = service.as(callers.admin(id));
    const changed = await admin.put(`/tenants/${id}`).send({ locale: 'DE', timeZone: 'Europe/Berlin' });
    expect(changed.body.data).toMatchObject({ locale: 'de', timeZone: 'Europe/Berlin' });
    const cleared = await admin.put(`/tenants/${id}`).send({ timeZone: null });
    expect(cleared.body.data).toMatchObject({ locale: 'de', timeZone: null });
    const told = (await service.events()).filter(({ tenantId }) => tenantId === id);
    expect(told.map(({ data: of }) => [of.locale, of.timeZone])).toEqual([
      ['en', null],
      ['de', 'Europe/Berlin'],
      ['de', null],
    ]);
    for (const wrong of [{ locale: 'en_US' }, { locale: null }, { timeZone: 'Mars/Olympus' }]) {
      const refused = await admin.put(`/tenants/${id}`).send(wrong);
      expect([refused.status, refused.body.details[0].field]).toEqual([422, Object.keys(wrong)[0]]);
    }
  });

  it('a tenant made before tenants had a language is in English', async () => {
    const { id } = await makeTenant();
    const older = { $unset: { locale: 1, timeZone: 1 } };
    await tenants.in({ ...service.ctx, tenantId: id }).updateOne({ _id: id }, older);
    const { body } = await service.as(callers.viewer(id)).get(`/tenants/${id}`);
    expect(body.data).toMatchObject({ locale: 'en', timeZone: null });
  });
});
