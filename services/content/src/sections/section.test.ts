import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { assetData, startContent, type TestContent, type TestTenant } from '../test-support';
import { arrangeSections } from '../pages/section-list';

interface SectionData {
  id: string;
  sectionId: string;
  type: string;
  content: Record<string, unknown>;
  sortOrder: number;
}

let service: TestContent;
let tenant: TestTenant;
let pagePath: string;
let path: string;

beforeAll(async () => {
  service = await startContent();
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenant = await service.newTenant();
  const made = await admin()
    .post(`/tenants/${tenant.id}/pages`)
    .send({ slug: 'work', title: 'Work', sections: [text('A'), text('B'), text('C')] });
  pagePath = `/tenants/${tenant.id}/pages/${made.body.data.id}`;
  path = `${pagePath}/sections`;
});

const admin = () => service.as(callers.admin(tenant.id));
const text = (heading: string) => ({ type: 'text', content: { heading, body: `<p>${heading}</p>` } });
const page = () => admin().get(pagePath);
const sections = async (): Promise<SectionData[]> => (await admin().get(path)).body.data.items;
const names = async () => (await sections()).map(({ content }) => content.heading);
const lastEvent = async () => (await service.events()).at(-1);

describe('sections', () => {
  it('are listed all at once in their order, and read one by one under the ETag of their page', async () => {
    const list = (await admin().get(path)).body.data;
    expect(list.pagination).toMatchObject({ page: 1, total: 3, totalPages: 1 });
    const read = await admin().get(`${path}/${list.items[1].id}`);
    expect(read.body.data).toEqual(list.items[1]);
    expect(read.body.data).toMatchObject({ tenantId: tenant.id, sectionId: 'text-2', sortOrder: 1 });
    expect(read.headers.etag).toBe((await page()).headers.etag);
    expect((await admin().get(`${path}/${newId()}`)).body.code).toBe('section.not_found');
  });

  it('are added at the end, at a place or after another', async () => {
    const [a] = await sections();
    const end = await admin().post(path).send(text('End'));
    expect(end.status).toBe(201);
    expect(end.headers.location).toBe(`/api${path}/${end.body.data.id}`);
    expect(end.headers.etag).toBe((await page()).headers.etag);
    await admin()
      .post(path)
      .send({ ...text('After A'), after: a?.id });
    expect(await names()).toEqual(['A', 'After A', 'B', 'C', 'End']);
    const placed = await admin()
      .post(path)
      .send({ ...text('Far'), sortOrder: 50 });
    expect(placed.body.data.sortOrder).toBe(50);
    expect((await names()).at(-1)).toBe('Far');
    const orders = (await sections()).map(({ sortOrder }) => sortOrder);
    expect(orders).toEqual([...new Set(orders)].sort((one, other) => one - other));
    const event = await lastEvent();
    expect(event).toMatchObject({
      type: 'section.created',
      resource: { type: 'section', id: placed.body.data.id },
      data: placed.body.data,
      change: { before: null },
    });
  });

  it('refuse a place that does not exist, two places at once, and a name that is taken', async () => {
    const [a] = await sections();
    const refuse = async (more: object) =>
      (
        await admin()
          .post(path)
          .send({ ...text('X'), ...more })
      ).body;
    expect((await refuse({ after: newId() })).details[0].field).toBe('after');
    expect((await refuse({ after: a?.id, sortOrder: 1 })).details[0].field).toBe('after');
    expect(await refuse({ sectionId: 'text' })).toMatchObject({
      code: 'section.section_id_taken',
      details: [{ field: 'sectionId' }],
    });
    expect((await refuse({ sectionId: '_content' })).details[0].field).toBe('sectionId');
    expect((await refuse({ type: 'hero' })).details).toContainEqual(
      expect.objectContaining({ field: 'content.body' }),
    );
    expect(await names()).toEqual(['A', 'B', 'C']);
  });

  it('change what is named, and hold new content against the type they have', async () => {
    const [a, b] = await sections();
    const changed = await admin().put(`${path}/${a?.id}`).send({ sectionId: 'intro' });
    expect(changed.body.data).toEqual({ ...a, sectionId: 'intro' });
    const event = await lastEvent();
    expect(event).toMatchObject({ type: 'section.updated', change: { before: a, after: changed.body.data } });
    const body = '<p>New</p><script>x</script>';
    const content = (await admin().put(`${path}/${a?.id}`).send({ content: { body } })).body.data.content;
    expect(content).toMatchObject({ body: '<p>New</p>' });
    expect(content).not.toHaveProperty('heading');
    const refused = await admin()
      .put(`${path}/${a?.id}`)
      .send({ content: { title: 'x' } });
    expect(refused.status).toBe(422);
    expect(refused.body.details.map(({ field }: { field: string }) => field)).toContain('content.title');
    expect((await admin().put(`${path}/${a?.id}`).send({ type: 'faq' })).status).toBe(422);
    expect((await admin().put(`${path}/${a?.id}`).send({ sectionId: b?.sectionId })).status).toBe(409);
  });

  it('take part in the compare-and-set of their page', async () => {
    const [a] = await sections();
    const { etag } = (await page()).headers;
    const write = (method: 'put' | 'delete') =>
      admin()
        [method](`${path}/${a?.id}`)
        .set('If-Match', String(etag))
        .send(method === 'put' ? { sortOrder: 5 } : undefined);
    const first = await write('put');
    expect(first.status).toBe(200);
    for (const late of [await write('put'), await write('delete')]) {
      expect(late.status).toBe(412);
      expect(late.headers.etag).toBe(first.headers.etag);
    }
    expect(await sections()).toHaveLength(3);
  });

  it('are put into another order only as a whole', async () => {
    const [a, b, c] = (await sections()).map(({ id }) => id);
    const order = (sectionIds: unknown[]) => admin().put(`${path}/order`).send({ sectionIds });
    for (const wrong of [
      [a, b],
      [a, b, newId()],
      [a, b, b],
      [a, b, c, c],
      [a, b, c, newId()],
    ]) {
      const refused = await order(wrong);
      expect(refused.status).toBe(422);
      expect(refused.body.details[0].field).toBe('sectionIds');
    }
    const done = await order([c, a, b]);
    expect(done.status).toBe(200);
    expect(done.headers.etag).toBe((await page()).headers.etag);
    expect(done.body.data.items.map(({ sortOrder }: SectionData) => sortOrder)).toEqual([0, 1, 2]);
    expect(await names()).toEqual(['C', 'A', 'B']);
    expect(await lastEvent()).toMatchObject({
      type: 'section.reordered',
      change: { before: { sectionIds: [a, b, c] }, after: { sectionIds: [c, a, b] } },
    });
  });

  it('are copied next to themselves, and deleted; an id never comes back', async () => {
    const [a, b] = await sections();
    const copy = await admin().post(`${path}/${a?.id}/duplicate`);
    expect(copy.status).toBe(201);
    expect(copy.headers.location).toBe(`/api${path}/${copy.body.data.id}`);
    expect(copy.body.data).toMatchObject({ sectionId: 'text-4', content: a?.content });
    expect(await names()).toEqual(['A', 'A', 'B', 'C']);
    expect((await admin().delete(`${path}/${b?.id}`)).status).toBe(204);
    expect(await lastEvent()).toMatchObject({
      type: 'section.deleted',
      data: { id: b?.id },
      change: { after: null },
    });
    expect((await admin().delete(`${path}/${b?.id}`)).status).toBe(404);
    const again = await admin()
      .put(pagePath)
      .send({ sections: [{ id: b?.id, ...text('B') }] });
    expect(again.status).toBe(422);
  });

  it('are no larger than 256 KB, and no page than 2 MB of them', async () => {
    const body = (kilobytes: number) => ({ type: 'text', content: { body: 'x'.repeat(kilobytes * 1024) } });
    expect(() => arrangeSections([body(1), body(257)], [])).toThrow(
      expect.objectContaining({ details: [{ field: 'sections.1.content', message: expect.any(String) }] }),
    );
    const items = Array.from({ length: 40 }, () => ({ question: 'Q', answer: 'x'.repeat(2_900) }));
    const large = { type: 'faq', content: { heading: 'F', items } };
    const put = (length: number) =>
      admin()
        .put(pagePath)
        .send({ sections: Array.from({ length }, () => large) });
    expect((await put(16)).status).toBe(200);
    const refused = await put(19);
    expect(refused.status).toBe(422);
    expect(refused.body.details[0].field).toBe('sections');
    expect((await admin().post(path).send(large)).status).toBe(201);
    expect((await admin().post(path).send(large)).status).toBe(422);
  });

  it('show only pictures of their own tenant, also ones that were uploaded a moment ago', async () => {
    const own = assetData(tenant.id);
    service.assets.set(own.id, own);
    const foreign = assetData(newId());
    service.assets.set(foreign.id, foreign);
    const hero = (assetId: string) => ({
      type: 'hero',
      content: { heading: 'Hi', picture: { assetId } },
    });
    for (const id of [foreign.id, newId()]) {
      const refused = await admin().post(path).send(hero(id));
      expect(refused.status).toBe(422);
      expect(refused.body.details).toEqual([{ field: 'content', message: expect.stringContaining(id) }]);
      const whole = await admin()
        .put(pagePath)
        .send({ sections: [text('A'), hero(id)] });
      expect(whole.body.details[0].field).toBe('sections.1.content');
    }
    expect((await admin().post(path).send(hero(own.id))).status).toBe(201);
    expect((await admin().post(path).send(hero(own.id))).status).toBe(201);
    expect(service.asked.filter((id) => id === own.id)).toHaveLength(1);
    const [a] = await sections();
    const strange = { heading: 'Hi', picture: { assetId: '../tenants' } };
    const refused = await admin().put(`${path}/${a?.id}`).send({ type: 'hero', content: strange });
    expect(refused.body.details[0].field).toBe('content.picture.assetId');
    expect(service.asked).not.toContain('tenants');
  });
});

describe('section types', () => {
  it('come all at once, each with its schema and an example that can be used as it is', async () => {
    const { body } = await service.as(callers.anonymous).get('/section-types');
    const { items, pagination } = body.data;
    expect(pagination.totalPages).toBe(1);
    const types = items.map(({ type }: SectionData) => type);
    expect(types).toEqual(
      expect.arrayContaining(['hero', 'text', 'features', 'services', 'gallery', 'testimonials']),
    );
    expect(types).toEqual(
      expect.arrayContaining(['team', 'pricing', 'faq', 'cta', 'contact-form', 'map', 'hours', 'footer']),
    );
    for (const { type, schema, example } of items) {
      expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
      const made = await admin().post(path).send({ type, content: example });
      expect([type, made.status]).toEqual([type, 201]);
    }
  });
});
