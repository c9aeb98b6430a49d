import { callers, startForTest, type TestService } from '@siteninja/testing';
import { tenantService } from '../app';
import { type TenantCtx } from '../context';

let service: TestService<TenantCtx>;
beforeAll(async () => {
  service = await startForTest(tenantService);
});
afterAll(() => service.stop());

describe('industries', () => {
  it('offers the ten seeded ones in their order to anybody', async () => {
    const { status, body } = await service.as(callers.anonymous).get('/industries');
    expect(status).toBe(200);
    expect(body.data.items).toHaveLength(10);
    expect(body.data.items[0]).toMatchObject({ name: 'Plumbing', icon: 'wrench', sortOrder: 10 });
    expect(body.data.items[9]).toMatchObject({ name: 'Other', icon: 'ellipsis-h', sortOrder: 100 });
    expect(body.data.pagination).toEqual({
      page: 1,
      limit: 10,
      total: 10,
      totalPages: 1,
      hasNext: false,
      hasPrev: false,
    });
  });

  it('lets the platform alone add one, with one event that tells what was added', async () => {
    const input = { name: 'Bakery', description: 'Bread' };
    expect((await service.as(callers.nonMember()).post('/industries').send(input)).status).toBe(403);
    expect((await service.as(callers.anonymous).post('/industries').send(input)).status).toBe(401);
    const made = await service.as(callers.superAdmin()).post('/industries').send(input);
    expect(made.status).toBe(201);
    expect(made.headers.location).toBe(`/api/industries/${made.body.data.id}`);
    const events = await service.events();
    expect(events.filter(({ type }) => type === 'industry.created')).toMatchObject([
      {
        resource: { id: made.body.data.id, version: 1 },
        actor: { type: 'user' },
        requestId: 'test',
        data: input,
      },
    ]);
  });

  it('refuses a name that is taken, naming it, and records nothing', async () => {
    const before = await service.events();
    const taken = await service.as(callers.superAdmin()).post('/industries').send({ name: 'Legal' });
    expect(taken.status).toBe(409);
    expect(taken.body).toMatchObject({
      success: false,
      code: 'industry.name_taken',
      details: [{ field: 'name' }],
    });
    expect(await service.events()).toEqual(before);
  });

  it('changes what is named and leaves the rest, once for one entity tag', async () => {
    const admin = service.as(callers.superAdmin());
    const made = await admin.post('/industries').send({ name: 'Florist', icon: 'leaf', sortOrder: 7 });
    const path = `/industries/${made.body.data.id}`;
    const first = await admin
      .patch(path)
      .set('If-Match', made.headers.etag ?? '')
      .send({ description: 'Flowers' });
    expect(first.status).toBe(200);
    expect(first.body.data).toMatchObject({
      name: 'Florist',
      icon: 'leaf',
      sortOrder: 7,
      description: 'Flowers',
    });
    const second = await admin
      .put(path)
      .set('If-Match', made.headers.etag ?? '')
      .send({ description: null });
    expect(second.status).toBe(412);
    expect(second.headers.etag).toBe(first.headers.etag);
    expect((await admin.delete(path).set('If-Match', first.headers.etag ?? '')).status).toBe(204);
    expect((await admin.delete(path)).status).toBe(404);
  });

  it('answers 405 with what the path knows, and 422 naming every bad field', async () => {
    const admin = service.as(callers.superAdmin());
    const wrong = await admin.delete('/industries');
    expect(wrong.status).toBe(405);
    expect(wrong.headers.allow).toBe('GET, HEAD, POST');
    const bad = await admin.post('/industries').send({ sortOrder: -1, nope: 1 });
    expect(bad.status).toBe(422);
    expect(bad.body.details.map(({ field }: { field: string }) => field).sort()).toEqual([
      'name',
      'nope',
      'sortOrder',
    ]);
  });
});
