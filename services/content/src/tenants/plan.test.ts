import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { templates } from '../templates/template.model';
import { startContent, type TestContent, type TestTenant } from '../test-support';

let service: TestContent;
let tenant: TestTenant;
let subscriptionId: string;
beforeAll(async () => {
  service = await startContent();
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenant = await service.newTenant();
  subscriptionId = newId();
});

const subscribed = (version: number, data: { status?: string; pages?: number | null; premium?: boolean }) => {
  const { status = 'active', pages = null, premium = false } = data;
  const limits = { pages, premiumTemplates: premium, users: 3 };
  const resource = { type: 'subscription', id: subscriptionId, version };
  const event = { tenantId: tenant.id, resource, data: { status, limits } };
  return service.deliver({ type: 'subscription.updated', ...event });
};
const pagesPath = () => `/tenants/${tenant.id}/pages`;
const create = (slug: string, more: object = {}) =>
  service
    .as(callers.editor(tenant.id))
    .post(pagesPath())
    .send({ slug, title: slug, ...more });
const count = async () => Object.keys(await tenant.pages()).length;

describe("the plan's pages", () => {
  it('are never overrun, however many are made at once, and the refusal names limit and usage', async () => {
    // The starter's home page counts.
    await subscribed(1, { pages: 4 });
    const answers = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((slug) => create(slug)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 402, 402, 402]);
    expect(await count()).toBe(4);
    const refused = answers.find(({ status }) => status === 402);
    expect(refused?.body).toMatchObject({
      code: 'plan.limit_reached',
      details: [{ field: 'pages', limit: 4, usage: 4 }],
    });
  });

  it('count copies and restored pages too, and a larger plan has room at once', async () => {
    const { body } = await create('a');
    const { body: other } = await create('b');
    const admin = service.as(callers.admin(tenant.id));
    await admin.delete(`${pagesPath()}/${body.data.id}`);
    await subscribed(1, { pages: 2 });
    const restore = () => admin.post(`${pagesPath()}/${body.data.id}/restore`);
    const copy = () => admin.post(`${pagesPath()}/${other.data.id}/duplicate`);
    expect([(await restore()).status, (await copy()).status]).toEqual([402, 402]);
    await subscribed(2, { pages: null });
    await subscribed(1, { pages: 2 });
    expect([(await restore()).status, (await copy()).status]).toEqual([200, 201]);
  });

  it('made from a premium template need a plan that has these', async () => {
    const [template] = await templates.in(service.ctx).find({}, { limit: 1 });
    await templates.in(service.ctx).update(template?._id ?? '', { isPremium: true });
    const fromTemplate = () => create(`page-${newId()}`, { templateId: template?._id });
    await subscribed(1, { premium: false });
    const refused = await fromTemplate();
    expect([refused.status, refused.body.code]).toEqual([402, 'plan.limit_reached']);
    expect(refused.body.details).toMatchObject([{ field: 'premiumTemplates' }]);
    await subscribed(2, { premium: true });
    expect((await fromTemplate()).status).toBe(201);
  });
});

describe('the site of a tenant', () => {
  const status = async () => (await tenant.visit('/')).status;

  it('stays up when a payment is due, is closed on suspension, and open again once it is paid', async () => {
    await tenant.publish('home');
    await subscribed(1, { status: 'past_due' });
    expect(await status()).toBe(200);
    await subscribed(2, { status: 'suspended' });
    expect(await status()).toBe(503);
    await subscribed(3, { status: 'cancelled' });
    expect(await status()).toBe(503);
    await subscribed(1, { status: 'trial' });
    expect(await status()).toBe(503);
    await subscribed(4, { status: 'active' });
    expect(await status()).toBe(200);
  });

  it('that the platform has suspended is not opened by a payment', async () => {
    await tenant.publish('home');
    await subscribed(1, { status: 'active' });
    const suspended = { ...tenant.data, status: 'suspended' };
    const change = { before: tenant.data, after: suspended };
    const resource = { type: 'tenant', id: tenant.id, version: 9 };
    await service.deliver({ type: 'tenant.updated', tenantId: tenant.id, resource, data: suspended, change });
    await subscribed(2, { status: 'suspended' });
    await subscribed(3, { status: 'active' });
    expect(await status()).toBe(503);
  });

  it('follows the subscription, and not an older status in an event of the tenant', async () => {
    await tenant.publish('home');
    await subscribed(1, { status: 'suspended' });
    await tenant.tell('tenant.updated', 9, { ...tenant.data, name: 'Renamed' });
    expect(await status()).toBe(503);
  });
});
