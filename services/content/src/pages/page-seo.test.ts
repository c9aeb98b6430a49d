import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { assetData, startContent, type TestContent, type TestTenant } from '../test-support';

let service: TestContent;
let tenant: TestTenant;
let pageId: string;
let path: string;

beforeAll(async () => {
  service = await startContent();
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenant = await service.newTenant();
  const sections = [
    { type: 'hero', content: { heading: 'Boilers', subheading: 'Every part, once a year.' } },
  ];
  const body = { slug: 'boilers', title: 'Boilers', sections, status: 'published' };
  pageId = (await admin().post(`/tenants/${tenant.id}/pages`).send(body)).body.data.id;
  path = `/tenants/${tenant.id}/pages/${pageId}/seo`;
});

const admin = () => service.as(callers.admin(tenant.id));
const read = async () => (await admin().get(path)).body.data;
const put = (body: object) => admin().put(path).send(body);

describe('the SEO of a page', () => {
  it('follows from title, sections and tenant as long as nothing is said, and says so', async () => {
    expect(await read()).toMatchObject({
      tenantId: tenant.id,
      pageId,
      metaTitle: "Boilers · Joe's Plumbing",
      metaDescription: 'Every part, once a year.',
      keywords: [],
      ogTitle: "Boilers · Joe's Plumbing",
      ogDescription: 'Every part, once a year.',
      ogImageAssetId: null,
      canonicalUrl: `${tenant.data.siteUrl}/boilers`,
      noIndex: false,
      structuredData: null,
      sources: { metaTitle: 'page', metaDescription: 'section', ogTitle: 'page', noIndex: 'default' },
    });
    const home = (await tenant.pages()).home?.id ?? '';
    expect((await admin().get(`/tenants/${tenant.id}/pages/${home}/seo`)).body.data).toMatchObject({
      metaTitle: "Joe's Plumbing",
      metaDescription: 'Pipes, day and night.',
      sources: { metaTitle: 'default', metaDescription: 'default' },
    });
  });

  it('is said value by value, live once the page is published, and shown as it is read', async () => {
    const change = {
      metaTitle: 'Boiler service',
      noIndex: true,
      keywords: ['gas'],
      structuredData: { a: 1 },
    };
    const said = await put(change);
    expect(said.body.data).toMatchObject({
      ...change,
      ogTitle: 'Boiler service',
      metaDescription: 'Every part, once a year.',
      sources: { metaTitle: 'own', ogTitle: 'own', noIndex: 'own', metaDescription: 'section' },
    });
    expect((await tenant.visit('/boilers')).body).not.toContain('Boiler service');
    expect((await tenant.visit('/sitemap.xml')).body).toContain('/boilers');
    expect((await admin().get(`/tenants/${tenant.id}/pages/${pageId}`)).body.data).toMatchObject({
      hasUnpublishedChanges: true,
    });
    await tenant.publish('boilers');
    const shown = await tenant.visit('/boilers');
    expect(shown.body).toContain('<title>Boiler service</title>');
    expect(shown.body).toContain('<meta name="robots" content="noindex"');
    expect((await tenant.visit('/sitemap.xml')).body).not.toContain('/boilers');
  });

  it('given back as it was read changes nothing, and what is not said stays unsaid', async () => {
    const before = await read();
    const count = (await service.events()).length;
    expect((await put(before)).status).toBe(200);
    expect((await service.events()).length).toBe(count);
    const { sources: _sources, ...values } = before;
    expect((await put({ ...values, ogTitle: 'Look' })).body.data.sources).toMatchObject({
      ogTitle: 'own',
      metaTitle: 'page',
      metaDescription: 'section',
      canonicalUrl: 'page',
    });
    const refused = await put({ sources: { ...before.sources, metaTitle: 'own' } });
    expect([refused.status, refused.body.details]).toMatchObject([422, [{ field: 'sources' }]]);
  });

  it('is taken back by null, or as a whole, and the second time nothing happens', async () => {
    await put({ metaTitle: 'One', ogTitle: 'Two' });
    expect((await put({ metaTitle: null })).body.data).toMatchObject({
      ogTitle: 'Two',
      sources: { metaTitle: 'page' },
    });
    expect((await admin().delete(path)).status).toBe(204);
    expect((await read()).sources).toMatchObject({ ogTitle: 'page' });
    const count = (await service.events()).length;
    expect((await admin().delete(path)).status).toBe(204);
    expect((await service.events()).length).toBe(count);
  });

  it('names every field that is wrong', async () => {
    const other = await service.newTenant();
    const theirs = assetData(other.id);
    await other.tell('asset.uploaded', 1, theirs);
    const cases: [object, string][] = [
      [{ metaTitle: 'x'.repeat(71) }, 'metaTitle'],
      [{ metaDescription: 'x'.repeat(161) }, 'metaDescription'],
      [{ canonicalUrl: '/boilers' }, 'canonicalUrl'],
      [{ ogImageAssetId: newId() }, 'ogImageAssetId'],
      [{ ogImageAssetId: theirs.id }, 'ogImageAssetId'],
      [{ structuredData: { $where: 1 } }, 'structuredData'],
      [{ title: 'x' }, 'title'],
    ];
    for (const [body, field] of cases) {
      const refused = await put(body);
      expect([body, refused.status, refused.body.details]).toMatchObject([body, 422, [{ field }]]);
    }
  });

  it('shows the first picture of the page in previews where none is said', async () => {
    const picture = assetData(tenant.id);
    await tenant.tell('asset.uploaded', 1, picture);
    const sections = [{ type: 'hero', content: { heading: 'Hi', picture: { assetId: picture.id } } }];
    await admin().put(`/tenants/${tenant.id}/pages/${pageId}`).send({ sections, status: 'published' });
    expect(await read()).toMatchObject({
      ogImageAssetId: picture.id,
      sources: { ogImageAssetId: 'section' },
    });
    expect((await tenant.visit('/boilers')).body).toContain('og:image"');
  });

  it('is written once for one entity tag, by those who may', async () => {
    const { headers } = await admin().get(path);
    const write = (metaTitle: string) =>
      admin().put(path).set('If-Match', String(headers.etag)).send({ metaTitle });
    expect((await write('One')).status).toBe(200);
    expect((await write('Two')).status).toBe(412);
    const viewer = service.as(callers.viewer(tenant.id));
    expect([
      (await viewer.get(path)).status,
      (await viewer.put(path).send({ metaTitle: 'x' })).status,
    ]).toEqual([200, 403]);
  });
});
