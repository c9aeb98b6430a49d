import { DomainError, newId, notFound, testClock, type TestClock } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { created, noContent, routeFor } from '@siteninja/http';
import { globalCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';
import { callers, startForTest, type TestService, until } from '@siteninja/testing';
import { defineService, type ServiceCtx } from '../definition';
import { serviceConfig } from '../service-config';
import { idempotencyKeys } from './collection';

const note = s.object({ id: s.uuid(), text: s.string(), madeAt: s.dateTime() });
const notes = globalCollection({ name: 'notes', noun: 'note', fields: { text: s.string() }, indexes: [] });

/** What the next request does besides, such as dying. */
type Interruption = () => Promise<void> | void;
let beforeCommit: Interruption | undefined;
let afterCommit: Interruption | undefined;
const interrupt = (interruption: Interruption | undefined): Promise<void> =>
  Promise.resolve(interruption?.());

async function createNote(ctx: ServiceCtx, text: string) {
  if (text === 'unique' && (await notes.in(ctx).count({ text })) > 0) throw notFound('note');
  const row = await transaction(ctx, async (tx) => {
    await interrupt(beforeCommit);
    return notes.in(tx).insert({ text });
  });
  await interrupt(afterCommit);
  return { id: row._id, text: row.text, madeAt: row.createdAt.toISOString() };
}

const route = routeFor<ServiceCtx>();
const service = defineService({
  name: 'billing',
  config: serviceConfig,
  routes: {
    notes: [
      route({
        method: 'post',
        path: '/notes',
        summary: 'Write a note',
        allow: 'signed_in',
        body: s.object({ text: s.string({ max: 100 }), place: s.optional(s.string()) }),
        returns: created(note),
        handle: (ctx, { body }) => createNote(ctx, body.text),
      }),
      route({
        method: 'post',
        path: '/auth/logout',
        summary: 'Sign out',
        allow: 'signed_in',
        returns: noContent(),
        handle: async (ctx) => {
          await createNote(ctx, 'gone');
        },
      }),
    ],
  },
  collections: [notes],
  consumers: [],
  jobs: [],
  ports: () => ({}),
});

describe('a request with an Idempotency-Key', () => {
  const caller = callers.nonMember();
  let running: TestService<ServiceCtx>;
  let clock: TestClock;

  beforeAll(async () => {
    clock = testClock();
    running = await startForTest(service, { shared: { clock } });
  });
  afterAll(() => running.stop());
  beforeEach(() => {
    beforeCommit = undefined;
    afterCommit = undefined;
  });

  const send = (key: string, body: object, as = caller) =>
    running.as(as).post('/notes').set('Idempotency-Key', key).send(body);
  const count = (text: string): Promise<number> => notes.in(running.ctx).count({ text });

  it('takes effect once and is answered the same again, whatever the order of its fields', async () => {
    const key = newId();
    const first = await send(key, { text: 'once', place: 'here' });
    expect(first.status).toBe(201);
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    const again = await send(key, { place: 'here', text: 'once' });
    expect(again.status).toBe(201);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body.data).toEqual(first.body.data);
    for (const name of ['location', 'etag']) expect(again.headers[name]).toBe(first.headers[name]);
    expect(await count('once')).toBe(1);
  });

  it('has one effect when it is sent 50 times at once', async () => {
    const key = newId();
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(key, { text: 'parallel' })));
    const statuses = new Set(answers.map(({ status }) => status));
    expect(statuses).toContain(201);
    expect([...statuses].filter((status) => status !== 201 && status !== 409)).toEqual([]);
    const busy = answers.find(({ status }) => status === 409);
    if (busy) expect(busy.body.code).toBe('idempotency.in_progress');
    expect(await count('parallel')).toBe(1);
    expect((await send(key, { text: 'parallel' })).headers['idempotency-replayed']).toBe('true');
  });

  it('is refused where the key was used for another body', async () => {
    const key = newId();
    await send(key, { text: 'mine' });
    const other = await send(key, { text: 'another' });
    expect(other.status).toBe(422);
    expect(other.body.details).toMatchObject([{ field: 'Idempotency-Key' }]);
    expect(await count('another')).toBe(0);
  });

  it.each([
    ['no characters', ''],
    ['more than 255 characters', 'k'.repeat(256)],
  ])('is refused where the key has %s', async (_, key) => {
    const refused = await send(key, { text: 'unkeyed' });
    expect(refused.status).toBe(422);
    expect(refused.body.details).toMatchObject([{ field: 'Idempotency-Key' }]);
    expect(await count('unkeyed')).toBe(0);
  });

  it('shares its key with nobody else', async () => {
    const key = newId();
    const [mine, theirs] = [
      await send(key, { text: 'shared' }),
      await send(key, { text: 'shared' }, callers.nonMember()),
    ];
    expect(theirs.body.data.id).not.toBe(mine.body.data.id);
  });

  it('keeps the answer of a request that was refused for good', async () => {
    const key = newId();
    const long = { text: 'x'.repeat(101) };
    expect((await send(key, long)).status).toBe(422);
    const again = await send(key, long);
    expect(again.status).toBe(422);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body.details).toMatchObject([{ field: 'text' }]);
  });

  it.each(['unavailable', 'forbidden', 'too_many_requests'] as const)(
    'is tried again after an answer that was not final: %s',
    async (kind) => {
      const key = newId();
      beforeCommit = () => {
        throw new DomainError(
          kind,
          kind === 'forbidden' ? 'auth.forbidden' : 'service.unavailable',
          'Not now.',
        );
      };
      expect((await send(key, { text: kind })).status).toBeGreaterThanOrEqual(400);
      beforeCommit = undefined;
      expect((await send(key, { text: kind })).status).toBe(201);
      expect(await count(kind)).toBe(1);
    },
  );

  it('has one effect when its process dies between effect and answer', async () => {
    const key = newId();
    afterCommit = () => {
      throw new Error('The process has died.');
    };
    expect((await send(key, { text: 'committed' })).status).toBe(500);
    afterCommit = undefined;
    const again = await send(key, { text: 'committed' });
    expect(again.status).toBe(201);
    const [row] = await notes.in(running.ctx).find({ text: 'committed' });
    expect(again.body.data).toMatchObject({ id: row?._id, madeAt: row?.createdAt.toISOString() });
    expect(await count('committed')).toBe(1);
  });

  it('is told that its answer is lost where what it did itself stands in the way of making it anew', async () => {
    const key = newId();
    afterCommit = () => {
      throw new Error('The process has died.');
    };
    expect((await send(key, { text: 'unique' })).status).toBe(500);
    afterCommit = undefined;
    const again = await send(key, { text: 'unique' });
    expect([again.status, again.body.code]).toEqual([409, 'idempotency.answer_lost']);
    expect((await send(key, { text: 'unique' })).body.code).toBe('idempotency.answer_lost');
    expect(await count('unique')).toBe(1);
  });

  it('is taken over from a process that has not answered for a minute, which then changes nothing', async () => {
    const key = newId();
    let goOn: (() => void) | undefined;
    beforeCommit = () => new Promise((resolve) => (goOn = resolve));
    const stuck = send(key, { text: 'stuck' }).then((answer) => answer);
    await until(() => goOn !== undefined);
    expect((await send(key, { text: 'stuck' })).status).toBe(409);
    clock.advance(60_000);
    beforeCommit = undefined;
    // The transaction of the other one is still open in this process, so the second waits behind it.
    const second = send(key, { text: 'stuck' }).then((answer) => answer);
    await until(
      async () => (await idempotencyKeys.in(running.ctx).count({ revision: { $gte: 2 }, outcome: null })) > 0,
    );
    goOn?.();
    expect((await stuck).status).toBe(409);
    expect((await second).status).toBe(201);
    expect(await count('stuck')).toBe(1);
  });

  it('leaves nothing readable in the database', async () => {
    await send(newId(), { text: 'a secret text' });
    const rows = await idempotencyKeys.in(running.ctx).find({});
    expect(JSON.stringify(rows)).not.toContain('a secret text');
    const secret = Buffer.from('a secret text').toString('base64').slice(0, 12);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it('is a request like any other under /auth', async () => {
    const before = await count('gone');
    for (const _ of [1, 2]) {
      await running.as(caller).post('/auth/logout').set('Idempotency-Key', 'one').expect(204);
    }
    expect(await count('gone')).toBe(before + 2);
  });
});
