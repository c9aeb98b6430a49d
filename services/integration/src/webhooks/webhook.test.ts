import { EVENT_TYPES } from '@siteninja/contracts';
import { newId } from '@siteninja/core';
import { callers, startForTest, type TestService } from '@siteninja/testing';
import { integrationService } from '../app';
import { type IntegrationCtx } from '../context';
import { webhooks } from './webhook.model';

let service: TestService<IntegrationCtx>;
beforeAll(async () => {
  service = await startForTest(integrationService);
});
afterAll(() => service.stop());

const url = 'https://hooks.example.com/in';
const as = (tenantId: string) => service.as(callers.admin(tenantId));
const create = (tenantId: string, more: object = {}) =>
  as(tenantId)
    .post(`/tenants/${tenantId}/webhooks`)
    .send({ url, events: ['page.published'], ...more });

describe('webhooks', () => {
  it('a webhook is created with a secret, which no other answer, event or row shows', async () => {
    const tenantId = newId();
    const { status, body, headers } = await create(tenantId);
    expect(status).toBe(201);
    const { secret, ...shown } = body.data;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(shown).toMatchObject({
      tenantId,
      url,
      isActive: true,
      signature: 'v1',
      payload: 'full',
      revision: 1,
    });
    expect(shown).toMatchObject({ maxFailures: null, retryBackoff: null, failureCount: 0, resourceIds: [] });
    expect(headers.location).toBe(`/api/tenants/${tenantId}/webhooks/${shown.id}`);
    const read = await as(tenantId).get(`/tenants/${tenantId}/webhooks/${shown.id}`);
    expect(read.body.data).toEqual(shown);
    const list = await as(tenantId).get(`/tenants/${tenantId}/webhooks`);
    expect(list.body.data.items).toEqual([shown]);
    const [event] = (await service.events()).filter((each) => each.tenantId === tenantId);
    expect(event).toMatchObject({ type: 'webhook.created', data: shown });
    const [row] = await webhooks.in({ ...service.ctx, tenantId }).find({});
    expect(JSON.stringify([event, row, list.body, read.body])).not.toContain(secret.slice(6));
  });

  it.each([
    ['url', 'http://hooks.example.com/'],
    ['url', 'https://127.0.0.1/'],
    ['url', 'https://2130706433/'],
    ['url', 'https://[::ffff:10.0.0.1]/'],
    ['url', 'https://localhost/'],
    ['url', 'https://user:pass@example.com/'],
    ['url', 'mailto:a@example.com'],
    ['events', []],
    ['events', ['page.exploded']],
    ['events', ['*', '*']],
    ['resourceIds', ['x']],
    ['signature', 'v2'],
    ['payload', 'fat'],
    ['maxFailures', 0],
    ['retryBackoff', 90_000],
    ['secret', 'whsec_mine'],
  ])('%s %j is refused', async (field, value) => {
    const { status, body } = await create(newId(), { [field]: value });
    expect(status).toBe(422);
    expect(body.details[0].field).toMatch(new RegExp(`^${field}`));
  });

  it('a webhook is changed by the fields that are sent, and a change of the address is checked as well', async () => {
    const tenantId = newId();
    const { id } = (await create(tenantId)).body.data;
    const path = `/tenants/${tenantId}/webhooks/${id}`;
    const changed = await as(tenantId)
      .put(path)
      .send({ events: ['*'], maxFailures: 5 });
    expect(changed.body.data).toMatchObject({ url, events: ['*'], maxFailures: 5, revision: 2 });
    expect((await as(tenantId).put(path).send({ url: 'https://10.0.0.1/' })).status).toBe(422);
    const stale = await as(tenantId)
      .put(path)
      .set('If-Match', '"old"')
      .send({ events: ['page.created'] });
    expect(stale.status).toBe(412);
  });

  it('a rotation gives a new secret and public key, and records an event', async () => {
    const tenantId = newId();
    const { id, secret, publicKey } = (await create(tenantId)).body.data;
    const rotated = await as(tenantId).post(`/tenants/${tenantId}/webhooks/${id}/rotate-secret`);
    expect(rotated.status).toBe(200);
    expect(rotated.body.data.secret).not.toBe(secret);
    expect(rotated.body.data.publicKey).not.toBe(publicKey);
    const types = (await service.events())
      .filter((each) => each.tenantId === tenantId)
      .map(({ type }) => type);
    expect(types).toEqual(['webhook.created', 'webhook.secret_rotated']);
  });

  it('a webhook that is deleted is gone', async () => {
    const tenantId = newId();
    const { id } = (await create(tenantId)).body.data;
    const path = `/tenants/${tenantId}/webhooks/${id}`;
    expect((await as(tenantId).delete(path)).status).toBe(204);
    for (const answer of [await as(tenantId).get(path), await as(tenantId).get(`${path}/deliveries`)]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'webhook.not_found']);
    }
  });

  it('a tenant has at most 100 webhooks', async () => {
    const tenantId = newId();
    for (let count = 0; count < 100; count++) await create(tenantId);
    const { status, body } = await create(tenantId);
    expect([status, body.details[0].message]).toEqual([422, 'A tenant has at most 100 webhooks.']);
  });

  it('a webhook may be told of every type of the catalogue', async () => {
    const tenantId = newId();
    const { status, body } = await create(tenantId, { events: EVENT_TYPES });
    expect([status, body.data.events]).toEqual([201, [...EVENT_TYPES]]);
  });

  it('the catalogue has every type of event, each with a schema and an example', async () => {
    const { body } = await service.as(callers.nonMember()).get('/webhooks/event-types');
    const items: { type: string; schema: object; example: { type: string } }[] = body.data.items;
    expect(items.map(({ type }) => type)).toEqual([...EVENT_TYPES, 'webhook.test']);
    for (const { type, example } of items) expect(example.type).toBe(type);
  });
});
