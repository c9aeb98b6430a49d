import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { memberships } from '../memberships/membership.model';
import { adminOfTenant, mailsTo, memberOf, startIdentity, type TestIdentity } from '../test-support';

let service: TestIdentity;
beforeAll(async () => {
  service = await startIdentity();
});
afterAll(() => service.stop());

const disabled = (tenantId: string) => ({
  id: newId(),
  type: 'webhook.disabled' as const,
  tenantId,
  resource: { type: 'webhook', id: newId(), version: 3 },
  data: { url: 'https://hooks.example.com/secret-path', disabledReason: 'failures' },
});

describe('a webhook that is disabled', () => {
  it('is told to every active admin of the tenant by mail, once, and to nobody else', async () => {
    const admin = await adminOfTenant(service);
    const second = await memberOf(admin, 'admin');
    const former = await memberOf(admin, 'admin');
    const editor = await memberOf(admin, 'editor');
    const members = memberships.in({ ...service.ctx, tenantId: admin.tenantId });
    await members.updateOne({ userId: former.userId }, { $set: { status: 'inactive' } });
    const event = disabled(admin.tenantId);
    await service.deliver(event);
    await service.runDueJobs();
    await service.deliver(event);
    const about = async (email: string) =>
      (await mailsTo(service, email)).filter(({ subject }) => subject.includes('webhook'));
    for (const { email } of [admin, second]) {
      const mails = await about(email);
      expect(mails).toHaveLength(1);
      expect(mails[0]?.text).toContain('Rossi Plumbing');
      expect(mails[0]?.text.replaceAll('\u2060', '')).toContain('hooks.example.com');
      expect(mails[0]?.text).not.toContain('secret-path');
    }
    for (const { email } of [former, editor]) expect(await about(email)).toEqual([]);
    await service.deliver({ ...disabled(admin.tenantId), resource: event.resource });
    expect(await about(admin.email)).toHaveLength(2);
  });

  it("is told in the language of the tenant's site", async () => {
    const admin = await adminOfTenant(service);
    const named = { name: 'Rossi', status: 'trial', deletedAt: null, locale: 'de-AT' };
    await service.deliver({
      type: 'tenant.updated',
      tenantId: admin.tenantId,
      resource: { type: 'tenant', id: admin.tenantId, version: 9 },
      data: named,
      change: { before: named, after: named },
    });
    await service.deliver(disabled(admin.tenantId));
    const [mail] = await mailsTo(service, admin.email);
    expect(mail?.subject).toBe('Ein Webhook von Rossi wurde abgeschaltet');
  });
});

describe('a domain whose proof is missing', () => {
  it('is told to every active admin of the tenant by mail', async () => {
    const admin = await adminOfTenant(service);
    const editor = await memberOf(admin, 'editor');
    const answer = await service
      .as(callers.service('tenant'))
      .post(`/internal/tenants/${admin.tenantId}/domain-warnings`)
      .send({ domainId: newId(), domain: 'rossi.example' });
    expect(answer.status).toBe(200);
    await service.runDueJobs();
    const about = async (email: string) =>
      (await mailsTo(service, email)).filter(({ subject }) => subject.includes('domain'));
    const mails = await about(admin.email);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text.replaceAll('\u2060', '')).toContain('rossi.example belongs to Rossi Plumbing');
    expect(await about(editor.email)).toEqual([]);
  });
});
