import sharp from 'sharp';
import { newId } from '../../libs/core/src';
import { until } from '../../libs/testing/src';
import { type Client } from './client';
import { addPasskey } from './passkey';
import { type TestProduct } from './product';

export interface Business {
  admin: Client;
  account: { email: string; password: string };
  tenantId: string;
  userId: string;
  /** One of everything that belongs to it, by the names of the parameters in paths. */
  ids: Record<string, string>;
}

const PASSWORD = 'a quiet harbour at dawn';

/** Registers a business, whose name stands in all that it has, and makes one of everything that paths name. */
export async function openBusiness(product: TestProduct, name: string): Promise<Business> {
  const account = { email: `owner@${name}.example`, password: PASSWORD };
  const tenant = { name, businessName: `${name} Ltd`, businessType: 'Plumbing', subdomain: name };
  const { body } = await product.client.post('/auth/register', { ...account, name: `Pat ${name}`, tenant });
  const { accessToken, activeTenantId: tenantId, user } = body.data;
  const admin = product.client.as(accessToken);
  const base = `/tenants/${tenantId}`;
  await until(async () => (await admin.get(`${base}/pages`)).body.data.items.length > 0);
  await until(async () => (await admin.get(base)).body.data.subscription !== null);
  const business: Business = { admin, account, tenantId, userId: user.id, ids: { tenantId } };
  const make = async (path: string, values: object): Promise<{ id: string; sections: { id: string }[] }> =>
    (await admin.post(`${base}${path}`, values)).body.data;
  await makeSite(business, name, make);
  await makePeople(business, name, make);
  await makeForm(business, product, name, make);
  return business;
}

type Make = (path: string, values: object) => Promise<{ id: string; sections: { id: string }[] }>;

async function makeSite({ admin, tenantId, ids }: Business, name: string, make: Make): Promise<void> {
  const [industry] = (await admin.get('/industries')).body.data.items;
  const [template] = (await admin.get('/templates')).body.data.items;
  const platforms = { industryId: industry.id, templateId: template.id, erasureId: newId() };
  Object.assign(ids, { ...platforms, number: '1' });
  const sections = [{ type: 'hero', content: { heading: name } }];
  const page = await make('/pages', { slug: 'example', title: name, sections });
  const red = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } });
  const asset = (await admin.upload(`/tenants/${tenantId}/assets`, await red.png().toBuffer(), `${name}.png`))
    .body.data;
  Object.assign(ids, { pageId: page.id, sectionId: page.sections[0]?.id, assetId: asset.id });
  ids['file'] = new URL(asset.url).pathname.split('/').at(-1) ?? '';
  const link = { menu: 'header', label: name, target: { type: 'url', url: 'tel:+44-20-7946-0018' } };
  ids['itemId'] = (await make('/navigation', link)).id;
  ids['redirectId'] = (await make('/redirects', { fromPath: `/${name}`, toPath: '/' })).id;
  const staged = { status: 'staged', name, items: [{ pageId: page.id, action: 'publish' }] };
  ids['releaseId'] = (await make('/releases', staged)).id;
  const address = { street: '12 Quay Street', postalCode: 'BS1 4DB', city: name, country: 'GB' };
  ids['locationId'] = (await make('/locations', { label: name, address })).id;
  const [subdomain] = (await admin.get(`/tenants/${tenantId}/domains`)).body.data.items;
  ids['domainId'] = subdomain.id;
  const plan = { action: 'publish', pageId: page.id, at: '2099-01-01T00:00:00Z' };
  ids['scheduleId'] = (await make('/schedules', plan)).id;
}

async function makePeople({ admin, tenantId, ids }: Business, name: string, make: Make): Promise<void> {
  ids['passkeyId'] = await addPasskey(admin);
  const person = { email: `person@${name}.example`, role: 'viewer', password: PASSWORD };
  ids['userId'] = (await make('/users', person)).id;
  ids['keyId'] = (await make('/api-keys', { name, permissions: ['read:pages'] })).id;
  const listener = { url: 'https://hooks.example.invalid/', events: ['page.created'], description: name };
  ids['webhookId'] = (await make('/webhooks', listener)).id;
  await admin.post(`/tenants/${tenantId}/webhooks/${ids['webhookId']}/test`);
  const delivery = await until(async () => {
    const { body } = await admin.get(`/tenants/${tenantId}/webhooks/${ids['webhookId']}/deliveries`);
    return body.data.items[0];
  });
  ids['deliveryId'] = delivery.id;
  const [session] = (await admin.get('/auth/sessions')).body.data.items;
  ids['sessionId'] = session.id;
}

/** A form that is live, and something that was sent by it. */
async function makeForm(
  { admin, tenantId, ids }: Business,
  { client }: TestProduct,
  name: string,
  make: Make,
): Promise<void> {
  const form = { type: 'contact-form', content: { heading: `Write to ${name}` } };
  const page = await make('/pages', { slug: 'write', title: 'Write', status: 'published', sections: [form] });
  ids['formId'] = page.sections[0]?.id ?? '';
  const path = `/public/forms/${ids['formId']}?host=${name}.localhost`;
  await until(async () => (await client.get(path)).status === 200);
  const { token } = (await client.get(path)).body.data;
  const fields = { name: 'Mara', email: `mara@${name}.example`, message: `Hello ${name}.` };
  ids['submissionId'] = (await client.post(path, { fields, token })).body.data.id;
  const [live] = (await admin.get(`/tenants/${tenantId}/releases?status=live`)).body.data.items;
  ids['otherId'] = live.id;
  const entry = await until(
    async () => (await admin.get(`/tenants/${tenantId}/audit-logs`)).body.data.items[0],
  );
  ids['auditLogId'] = entry.id;
}
