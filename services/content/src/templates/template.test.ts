import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { startContent, type TestContent } from '../test-support';
import { seedTemplates } from './template';
import { templates } from './template.model';

interface TemplateData {
  id: string;
  name: string;
  sortOrder: number;
  industry: string;
  category: string;
}

let service: TestContent;
beforeAll(async () => {
  service = await startContent();
});
afterAll(() => service.stop());

const anonymous = () => service.as(callers.anonymous);
const list = async (query = ''): Promise<TemplateData[]> =>
  (await anonymous().get(`/templates${query}`)).body.data.items;

describe('templates', () => {
  it('are there from the start, in their order, and found by industry, category and price', async () => {
    const all = await list();
    const industries = ['Plumbing', 'Legal', 'Restaurant', 'IT Consulting', 'Healthcare', 'Real Estate'];
    expect(all.map(({ industry }) => industry)).toEqual([...industries, 'Automotive', 'Retail']);
    expect(all.map(({ sortOrder }) => sortOrder)).toEqual(
      all.map(({ sortOrder }) => sortOrder).sort((one, other) => one - other),
    );
    const [first] = all;
    expect(await list(`?industry=${encodeURIComponent(first?.industry ?? '')}`)).toEqual([first]);
    const businesses = all.filter(({ category }) => category === 'business');
    expect(await list('?category=business&limit=100')).toEqual(businesses);
    expect(await list('?category=nothing')).toEqual([]);
    expect(await list('?isPremium=true')).toEqual([]);
    expect((await anonymous().get('/templates?isPremium=perhaps')).status).toBe(422);
    const page = (await anonymous().get('/templates?limit=1&page=2')).body.data;
    expect(page.items).toEqual([all[1]]);
    expect(page.pagination).toMatchObject({ page: 2, total: all.length, hasPrev: true });
  });

  it('are read one by one, with an ETag, and only while they are offered', async () => {
    const [first] = await list();
    const path = `/templates/${first?.id}`;
    const read = await anonymous().get(path);
    expect(read.body.data).toEqual(first);
    expect((await anonymous().get(path).set('If-None-Match', String(read.headers.etag))).status).toBe(304);
    expect((await anonymous().get(`/templates/${newId()}`)).body.code).toBe('template.not_found');
    await templates.in(service.ctx).updateOne({ _id: String(first?.id) }, { $set: { isActive: false } });
    expect((await anonymous().get(path)).status).toBe(404);
    expect((await list()).map(({ id }) => id)).not.toContain(first?.id);
    expect((await service.as(callers.superAdmin()).get(path)).status).toBe(200);
    const internal = await service.as(callers.service('tenant')).get(`/internal${path}`);
    expect(internal.body.data).toMatchObject({ id: first?.id, isActive: false });
    await templates.in(service.ctx).updateOne({ _id: String(first?.id) }, { $set: { isActive: true } });
  });

  it('are seeded once; what an admin has changed stays so', async () => {
    const before = await list();
    await templates
      .in(service.ctx)
      .updateOne({ _id: String(before[0]?.id) }, { $set: { description: 'Ours' } });
    await seedTemplates(service.ctx);
    const after = await list();
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(after[0]).toMatchObject({ description: 'Ours' });
  });

  it('tell the tenant service, and nobody else, their branding', async () => {
    const [first] = await list();
    const path = `/internal/templates/${first?.id}`;
    const { data } = (await service.as(callers.service('tenant')).get(path)).body;
    expect(data).toEqual({
      id: first?.id,
      isActive: true,
      isPremium: false,
      defaultBranding: expect.objectContaining({ primaryColor: expect.stringMatching(/^#/) }),
    });
    expect((await service.as(callers.service('asset')).get(path)).status).toBe(401);
    expect((await service.as(callers.superAdmin()).get(path)).status).toBe(401);
    expect((await service.as(callers.service('tenant')).get(`/internal/templates/${newId()}`)).status).toBe(
      404,
    );
  });
});
