import { type Caller, newId, testClock } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { startContent, type TestContent, type TestTenant } from '../test-support';
import { aiCredits } from './credit.model';
import { reserve } from './credits';
import { propose } from './propose';

const clock = testClock();
let service: TestContent;
let tenant: TestTenant;
let admin: Caller;
beforeAll(async () => {
  service = await startContent({ shared: { clock } });
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenant = await service.newTenant();
  admin = callers.admin(tenant.id);
});

const inTenant = () => ({ ...service.ctx, tenantId: tenant.id });
const used = async () => (await aiCredits.in(inTenant()).findOne({}))?.used ?? 0;
const charged = async () =>
  (await service.events())
    .filter(({ type, tenantId }) => type === 'ai.generated' && tenantId === tenant.id)
    .map(({ data }) => data['credits']);

const stream = (path: string, body: object, key?: string) => {
  const request = service
    .as(admin)
    .post(`/tenants/${tenant.id}/ai/${path}`)
    .set('Accept', 'text/event-stream')
    .buffer(true);
  return (key === undefined ? request : request.set('Idempotency-Key', key)).send(body);
};

/** Name and data of each event. */
const eventsOf = (text: string): [string, Record<string, unknown>][] =>
  [...text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)].map(([, name = '', data = '{}']) => [
    name,
    JSON.parse(data),
  ]);

describe('a proposal that is followed while it is made', () => {
  it('sends each section and at last what the JSON answer has, and costs the same', async () => {
    const body = { pageType: 'about', prompt: 'We bake. Bread is all we do.' };
    const { status, headers, text } = await stream('content', body);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
    });
    const events = eventsOf(text);
    const done = events.at(-1)?.[1];
    const sections = events.filter(([name]) => name === 'section').map(([, section]) => section);
    expect(events[0]?.[0]).toBe('progress');
    expect(events.at(-1)?.[0]).toBe('done');
    expect(done).toMatchObject({ page: { slug: 'about', sections }, credits: 1 });
    expect([await used(), await charged()]).toEqual([1, [1]]);
  });

  it('that is refused is answered as JSON', async () => {
    const answer = await stream('seo', { pageId: newId() });
    expect([answer.status, answer.headers['content-type']]).toEqual([422, 'application/json; charset=utf-8']);
    expect((await stream('content', {})).status).toBe(422);
    expect(await used()).toBe(0);
  });

  it('is kept under its Idempotency-Key: sent again it is done at once, and charged once', async () => {
    const [body, key] = [{ pageType: 'about' }, newId()];
    const first = await stream('content', body, key);
    const again = await stream('content', body, key);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(eventsOf(again.text)).toEqual(eventsOf(first.text).slice(-1));
    expect(await charged()).toEqual([1]);
  });
});

describe('credits that are reserved', () => {
  const broken = (cost: number, isGone: boolean) => {
    const client = new AbortController();
    const progress = { send: () => undefined, signal: client.signal };
    const request = { id: 'r', ipAddress: '', userAgent: null, ifMatch: null, progress };
    const ports = { ...service.ctx.ports, writer: { ...service.ctx.ports.writer, maxCredits: 5 } };
    const ctx = { ...inTenant(), ports, request: { ...request, isAborted: () => client.signal.aborted } };
    return propose(ctx, { kind: 'content', pageId: null, prompt: null }, (_writer, work) => {
      work.cost = cost;
      if (!isGone) throw new Error('The provider has failed.');
      client.abort();
      return Promise.resolve({});
    });
  };

  it('are charged for what was made before the client went, and the rest given back', async () => {
    await expect(broken(2, true)).rejects.toThrow('abort');
    expect([await used(), await charged()]).toEqual([2, [2]]);
  });

  it('are given back when the proposal fails, and leave no event', async () => {
    await expect(broken(2, false)).rejects.toThrow('failed');
    expect([await used(), await charged()]).toEqual([0, []]);
  });

  it('are given back when their process ended before it charged them', async () => {
    await reserve(inTenant(), 5);
    expect(await used()).toBe(5);
    clock.advance(5 * 60_000);
    await service.runDueJobs();
    expect(await used()).toBe(0);
  });
});
