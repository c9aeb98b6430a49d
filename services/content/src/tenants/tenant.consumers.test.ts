import { type DomainEvent, siteHostKey } from '@siteninja/contracts';
import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import {
  assetData,
  brandingData,
  startContent,
  tenantData,
  type TestContent,
  type TestTenant,
} from '../test-support';

let service: TestContent;
beforeAll(async () => {
  service = await startContent();
});
afterAll(() => service.stop());

const eventsOf = async ({ id }: { id: string }) =>
  (await service.events()).filter(({ tenantId }) => tenantId === id);
const gateway = () => service.as(callers.service('gateway'));
const hostAnswer = async (host: string) =>
  (await gateway().get(`/internal/sites/host?host=${host}`)).body.data;
const cached = async ({ host }: TestTenant) => {
  const text = await service.ctx.ports.cache.get(siteHostKey(host));
  return text === undefined ? undefined : JSON.parse(text);
};

describe('a new tenant', () => {
  it('gets plain pages to begin with, as drafts, and none of them twice', async () => {
    const data = tenantData(newId());
    const event: DomainEvent = {
      id: newId(),
      type: 'tenant.created',
      version: 1,
      occurredAt: new Date().toISOString(),
      tenantId: data.id,
      actor: { type: 'user', userId: newId() },
      requestId: 'one',
      resource: { type: 'tenant', id: data.id, version: 2 },
      data,
    };
    await service.deliver(event);
    await service.deliver(event);
    await service.deliver({ ...event, id: newId() });
    const made = await eventsOf(data);
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({
      type: 'page.created',
      causedBy: event.id,
      actor: { type: 'system' },
      data: { slug: 'home', path: '/', status: 'draft' },
    });
  });

  it('gets the pages of its template, the home page first, with ids of their own', async () => {
    const [template] = (await service.as(callers.anonymous).get('/templates')).body.data.items;
    const [first, second] = [
      await service.newTenant({ templateId: template.id }),
      await service.newTenant({ templateId: template.id }),
    ];
    const slugs = template.defaultSections.map(({ slug }: { slug: string }) => slug);
    const made = await eventsOf(first);
    expect(made.map(({ data }) => data.slug)).toEqual(slugs);
    expect(slugs[0]).toBe('home');
    const idsOf = (events: DomainEvent[]) => JSON.stringify(events).match(/"id":"[^"]+"/g) ?? [];
    const others = new Set(idsOf(await eventsOf(second)));
    expect(idsOf(made).filter((id) => others.has(id))).toEqual([]);
    expect(made[0]?.data.template).toEqual({ templateId: template.id, customizations: [] });
  });

  it('keeps a page that was made before its event arrived', async () => {
    const data = tenantData(newId());
    const admin = service.as(callers.admin(data.id));
    const path = `/tenants/${data.id}/pages`;
    const early = await admin.post(path).send({ slug: 'home', title: 'Mine' });
    expect(early.status).toBe(201);
    const tooEarly = await admin.post(`${path}/${early.body.data.id}/publish`);
    expect([tooEarly.status, tooEarly.body.code]).toEqual([503, 'site.not_ready']);
    const tenant = await service.newTenant(data);
    expect(Object.keys(await tenant.pages())).toEqual(['home']);
    expect((await tenant.pages()).home).toMatchObject({ title: 'Mine' });
  });
});

describe('what a tenant changes', () => {
  it('is shown at once on a live site, by a release that follows from the event', async () => {
    const tenant = await service.newTenant();
    await tenant.tell('tenant.updated', 3, { ...tenant.data, businessName: 'Before' });
    expect((await eventsOf(tenant)).map(({ type }) => type)).not.toContain('release.activated');
    await tenant.publish('home');
    expect((await tenant.visit('/')).body).toContain('Before');
    await tenant.tell('tenant.updated', 4, { ...tenant.data, businessName: 'After & Sons' });
    expect((await tenant.visit('/')).body).toContain('After &amp; Sons');
    expect((await eventsOf(tenant)).at(-1)).toMatchObject({
      type: 'release.activated',
      causedBy: expect.any(String),
      actor: { type: 'system' },
    });
    const count = (await eventsOf(tenant)).length;
    await tenant.tell('tenant.updated', 5, { ...tenant.data, businessName: 'After & Sons', name: "Joe's" });
    expect(await eventsOf(tenant)).toHaveLength(count);
  });

  it('makes no release where it says the same again with its fields in another order', async () => {
    const tenant = await service.newTenant();
    await tenant.publish('home');
    const businessHours = { monday: '9:00-17:00', saturday: '10:00-14:00' };
    const told = { ...tenant.data, description: 'Pipes', businessHours };
    await tenant.tell('tenant.updated', 3, told);
    const releases = async () => (await eventsOf(tenant)).filter(({ type }) => type === 'release.activated');
    const before = (await releases()).length;
    const otherOrder = { saturday: '10:00-14:00', monday: '9:00-17:00' };
    await tenant.tell('tenant.updated', 4, { ...told, businessHours: otherOrder });
    expect(await releases()).toHaveLength(before);
    await tenant.tell('tenant.updated', 5, { ...told, businessHours: { monday: '9:00-17:00' } });
    expect(await releases()).toHaveLength(before + 1);
  });

  it('is not undone by an older event that comes later', async () => {
    const tenant = await service.newTenant();
    await tenant.publish('home');
    await tenant.tell('tenant.updated', 9, { ...tenant.data, businessName: 'Newest' });
    await tenant.tell('tenant.updated', 8, { ...tenant.data, businessName: 'Older' });
    await tenant.tell('branding.updated', 5, { ...brandingData(), primaryColor: '#00aa55' });
    await tenant.tell('branding.updated', 4, { ...brandingData(), primaryColor: '#aa0000' });
    const { body } = await tenant.visit('/');
    expect(body).toContain('Newest');
    expect(body).not.toContain('Older');
    expect(body).toContain('#00aa55');
    expect(body).not.toContain('#aa0000');
  });

  it('waits in order when the first event comes last', async () => {
    const data = tenantData(newId());
    const tell = (type: DomainEvent['type'], version: number, news: object) =>
      service.deliver({
        type,
        tenantId: data.id,
        resource: { type: 'x', id: data.id, version },
        data: { ...news },
      });
    await tell('branding.updated', 2, { ...brandingData(), primaryColor: '#123abc' });
    await tell('tenant.updated', 3, { ...data, businessName: 'Second name' });
    const tenant = await service.newTenant(data);
    await tenant.publish('home');
    const { body } = await tenant.visit('/');
    expect(body).toContain('Second name');
    expect(body).toContain('#123abc');
  });

  it('reaches its hosts: verified ones only, and no longer those it has given up', async () => {
    const tenant = await service.newTenant();
    const [own, claimed] = tenant.data.domains;
    expect(await hostAnswer(tenant.host)).toEqual({
      tenantId: tenant.id,
      status: 'none',
      releaseId: null,
      redirectTo: null,
    });
    const unknown = { tenantId: null, status: 'unknown', releaseId: null, redirectTo: null };
    expect(await hostAnswer(claimed?.domain ?? '')).toEqual(unknown);
    expect(await hostAnswer(`${tenant.host.toUpperCase()}.:8080`)).toMatchObject({ tenantId: tenant.id });
    const other = { ...claimed, isVerified: true };
    await tenant.tell('tenant.updated', 3, { ...tenant.data, domains: [other] });
    expect(await hostAnswer(other.domain ?? '')).toMatchObject({
      tenantId: tenant.id,
      redirectTo: tenant.data.siteUrl,
    });
    expect(await hostAnswer(own?.domain ?? '')).toEqual(unknown);
    expect(await cached(tenant)).toBeUndefined();
  });

  it('takes over a host from the tenant that had it before', async () => {
    const [first, second] = [await service.newTenant(), await service.newTenant()];
    const domain = { id: newId(), domain: 'Shared.example', isVerified: true, isSubdomain: false };
    for (const tenant of [first, second]) {
      await tenant.tell('tenant.updated', 3, { ...tenant.data, domains: [...tenant.data.domains, domain] });
      expect(await hostAnswer('shared.example')).toMatchObject({ tenantId: tenant.id });
    }
    expect(await hostAnswer(first.host)).toMatchObject({ tenantId: first.id });
  });

  it('closes its site when it is deleted, and opens it again as it was', async () => {
    const tenant = await service.newTenant();
    await tenant.publish('home');
    const before = await tenant.visit('/');
    await tenant.tell('tenant.deleted', 3, { ...tenant.data, deletedAt: new Date().toISOString() });
    expect(await hostAnswer(tenant.host)).toMatchObject({ status: 'deleted', releaseId: null });
    expect(await tenant.visit('/')).toMatchObject({ status: 410 });
    const anonymous = service.as(callers.anonymous);
    expect((await anonymous.get(`/public/site?host=${tenant.host}`)).status).toBe(410);
    await tenant.tell('tenant.restored', 4, tenant.data);
    expect(await tenant.visit('/')).toEqual(before);
  });

  it('says in which language and time zone it is', async () => {
    const tenant = await service.newTenant();
    await tenant.tell('tenant.updated', 3, {
      ...tenant.data,
      locale: 'pt-BR',
      timeZone: 'America/Sao_Paulo',
    });
    await tenant.publish('home');
    const site = () => service.as(callers.anonymous).get(`/public/site?host=${tenant.host}`);
    expect((await site()).body.data.tenant).toMatchObject({
      locale: 'pt-BR',
      timeZone: 'America/Sao_Paulo',
    });
    const { locale: _locale, timeZone: _timeZone, ...older } = tenant.data;
    await tenant.tell('tenant.updated', 4, older);
    expect((await site()).body.data.tenant).toMatchObject({ locale: 'en' });
    expect((await site()).body.data.tenant).not.toHaveProperty('timeZone');
  });

  it('is unavailable while it is suspended', async () => {
    const tenant = await service.newTenant();
    await tenant.publish('home');
    for (const [version, status] of ['suspended', 'cancelled'].entries()) {
      await tenant.tell('tenant.updated', version + 3, { ...tenant.data, status });
      expect(await hostAnswer(tenant.host)).toMatchObject({ status: 'suspended' });
      const answer = await tenant.visit('/');
      expect([answer.status, answer.headers['Retry-After']]).toEqual([503, '3600']);
      const json = await service.as(callers.anonymous).get(`/public/page?host=${tenant.host}&path=/`);
      expect([json.status, json.body.code]).toEqual([503, 'site.suspended']);
    }
    await tenant.tell('tenant.updated', 9, { ...tenant.data, status: 'past_due' });
    expect((await tenant.visit('/')).status).toBe(200);
  });
});

describe('the shared cache', () => {
  it('knows after every change where a host leads, and forgets it before the change', async () => {
    const tenant = await service.newTenant();
    await tenant.publish('home');
    const live = await hostAnswer(tenant.host);
    expect(live).toMatchObject({ status: 'live', releaseId: expect.any(String) });
    expect(await cached(tenant)).toEqual(live);
    await tenant.tell('branding.reset', 7, { ...brandingData(), accentColor: '#001122' });
    const next = await hostAnswer(tenant.host);
    expect(next.releaseId).not.toBe(live.releaseId);
    expect(await cached(tenant)).toEqual(next);
    await tenant.tell('tenant.deleted', 3, { ...tenant.data, deletedAt: new Date().toISOString() });
    expect(await cached(tenant)).toMatchObject({ status: 'deleted', releaseId: null });
  });

  it('holds nothing old when the process ends between the change and telling the cache of it', async () => {
    const tenant = await service.newTenant();
    await tenant.publish('home');
    expect(await cached(tenant)).toMatchObject({ status: 'live' });
    const set = jest.spyOn(service.ctx.ports.cache, 'set').mockRejectedValue(new Error('The end.'));
    const error = jest.spyOn(service.ctx.log, 'error').mockReturnValue(service.ctx.log);
    await tenant.publish('home');
    await tenant.tell('branding.updated', 5, { ...brandingData(), accentColor: '#001122' });
    set.mockRestore();
    error.mockRestore();
    expect(await cached(tenant)).toBeUndefined();
  });

  it('is told the last of many changes at once', async () => {
    const tenant = await service.newTenant();
    const admin = service.as(callers.admin(tenant.id));
    const path = `/tenants/${tenant.id}/pages`;
    const create = (slug: string) => admin.post(path).send({ slug, title: slug, status: 'published' });
    await Promise.all([
      ...['a', 'b', 'c', 'd', 'e'].map(create),
      tenant.tell('branding.updated', 4, { ...brandingData(), accentColor: '#001122' }),
    ]);
    expect(await cached(tenant)).toEqual(await hostAnswer(tenant.host));
  });
});

describe('assets', () => {
  it('are shown as they were when the site was published, and gone from the next release once deleted', async () => {
    const tenant = await service.newTenant();
    const picture = assetData(tenant.id);
    await tenant.tell('asset.uploaded', 1, picture);
    const admin = service.as(callers.admin(tenant.id));
    const hero = { type: 'hero', content: { heading: 'Hi', picture: { assetId: picture.id } } };
    const path = `/tenants/${tenant.id}/pages`;
    await admin.post(path).send({ slug: 'van', title: 'Van', sections: [hero], status: 'published' });
    const before = await tenant.visit('/van');
    expect(before.body).toContain(`/_sn/assets/${tenant.id}/${picture.id}/small-0123456789ab.webp`);
    expect(before.body).toContain('alt="Our van"');
    await tenant.tell('asset.updated', 3, { ...picture, alt: 'Newest words' });
    await tenant.tell('asset.updated', 2, { ...picture, alt: 'Older words' });
    expect(await tenant.visit('/van')).toEqual(before);
    await tenant.publish('home');
    expect((await tenant.visit('/van')).body).toContain('alt="Newest words"');
    await tenant.tell('asset.deleted', 4, picture);
    await tenant.tell('asset.updated', 3, picture);
    await tenant.publish('home');
    expect((await tenant.visit('/van')).body).not.toContain(picture.id);
  });
});
