import { calls } from '@siteninja/contracts';
import { newId, testClock, type TestClock, unavailable } from '@siteninja/core';
import { type Consumer, outbox, transaction } from '@siteninja/events';
import { defineJob, jobKind, schedule } from '@siteninja/jobs';
import { globalCollection, tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';
import { startForTest, stubCall, type TestService } from '@siteninja/testing';
import { defineService, type ServiceCtx } from '../definition';
import { serviceConfig } from '../service-config';

const notes = tenantCollection({ name: 'notes', fields: { text: s.string() }, indexes: [] });
const places = globalCollection({
  name: 'places',
  fields: { tenantId: s.uuid(), text: s.string() },
  indexes: [{ fields: { tenantId: 1 }, serves: 'the places of a tenant' }],
});
const ledger = tenantCollection({
  name: 'ledger',
  fields: { text: s.string() },
  indexes: [],
  keptWhenErased: true,
});
const reminder = jobKind('remind', s.object({ text: s.string() }));

/** Writes down what is said of a tenant. */
const listener: Consumer<ServiceCtx> = {
  name: 'listener',
  types: ['tenant.updated'],
  handle: async (tx) => {
    await notes.in(tx).insert({ text: 'heard' });
  },
};

let eraseFiles: () => Promise<boolean>;
const service = defineService({
  name: 'billing',
  config: serviceConfig,
  routes: {},
  collections: [notes, places, ledger],
  consumers: [listener],
  jobs: [defineJob<ServiceCtx, { text: string }>({ kind: reminder, handle: () => Promise.resolve() })],
  eraseSteps: [() => eraseFiles()],
  ports: () => ({}),
});

describe('a service that hears that a tenant is erased', () => {
  let running: TestService<ServiceCtx>;
  let clock: TestClock;
  let tenantId: string;
  const receipts = new Map<string, object>();
  const at = (id: string): ServiceCtx => ({ ...running.ctx, tenantId: id });
  const told = (type: 'tenant.erased' | 'tenant.updated', id: string) =>
    running.deliver({ type, tenantId: id, resource: { type: 'tenant', id, version: 5 } });
  const countNotes = (id: string): Promise<number> => notes.in(at(id)).count({});

  async function fill(id: string, count: number): Promise<void> {
    await notes.in(at(id)).insertMany(Array.from({ length: count }, () => ({ text: 'hers' })));
    await places.in(running.ctx).insert({ tenantId: id, text: 'hers' });
    await ledger.in(at(id)).insert({ text: 'a digest' });
    const dueAt = new Date(clock.now().getTime() + 1_000_000);
    await transaction(at(id), (tx) =>
      schedule(tx, { kind: reminder, key: id, dueAt, data: { text: 'hers' } }),
    );
  }

  beforeAll(async () => {
    clock = testClock();
    running = await startForTest(service, {
      shared: { clock },
      stubs: [
        stubCall(calls.reportErasure, ({ params, body }) => {
          if (receipts.has(params.tenantId)) throw new Error('reported twice');
          receipts.set(params.tenantId, body);
        }),
      ],
    });
  });
  afterAll(() => running.stop());
  beforeEach(() => {
    tenantId = newId();
    eraseFiles = () => Promise.resolve(false);
  });

  it('deletes every row of the tenant and no other’s, and reports how many', async () => {
    const neighbour = newId();
    await fill(tenantId, 1_050);
    await fill(neighbour, 3);
    await told('tenant.erased', tenantId);
    await running.runDueJobs();
    expect(await countNotes(tenantId)).toBe(0);
    expect(await places.in(running.ctx).count({ tenantId })).toBe(0);
    expect(await countNotes(neighbour)).toBe(3);
    expect(await places.in(running.ctx).count({ tenantId: neighbour })).toBe(1);
    // 1,050 notes, a place and a job.
    expect(receipts.get(tenantId)).toMatchObject({ documents: 1_052, files: 0 });
  });

  it('keeps what is declared to stay', async () => {
    await fill(tenantId, 1);
    await told('tenant.erased', tenantId);
    await running.runDueJobs();
    expect(await ledger.in(at(tenantId)).count({})).toBe(1);
  });

  it('lets no event that comes late bring anything back', async () => {
    await told('tenant.erased', tenantId);
    await told('tenant.updated', tenantId);
    expect(await countNotes(tenantId)).toBe(0);
    const neighbour = newId();
    await told('tenant.updated', neighbour);
    expect(await countNotes(neighbour)).toBe(1);
  });

  it('goes on where it was when it is interrupted, and counts nothing twice', async () => {
    await fill(tenantId, 250);
    let failures = 0;
    eraseFiles = () => {
      // It runs again once the rows are gone, to see that nothing came meanwhile.
      if (failures > 0) return Promise.resolve(false);
      failures += 1;
      return Promise.reject(unavailable('files.unavailable', 'The store does not answer.'));
    };
    await told('tenant.erased', tenantId);
    await running.runDueJobs();
    expect(receipts.has(tenantId)).toBe(false);
    clock.advance(2_000);
    await running.runDueJobs();
    expect(receipts.get(tenantId)).toMatchObject({ documents: 252 });
  });

  it('does not report before the tenant’s events are on their way', async () => {
    await transaction(at(tenantId), (tx) => {
      const resource = { type: 'tenant', id: tenantId, version: 4 };
      tx.record({ type: 'tenant.erased', resource, data: { id: tenantId, tenantId } });
      return Promise.resolve();
    });
    await told('tenant.erased', tenantId);
    await running.runDueJobs();
    expect(receipts.has(tenantId)).toBe(false);
    await outbox.in(running.ctx).delete({});
    clock.advance(1_000);
    await running.runDueJobs();
    expect(receipts.has(tenantId)).toBe(true);
  });

  it('looks once more later, for what was under way', async () => {
    await told('tenant.erased', tenantId);
    await running.runDueJobs();
    expect(receipts.has(tenantId)).toBe(true);
    await fill(tenantId, 2);
    clock.advance(20 * 60_000);
    await running.runDueJobs();
    expect(await countNotes(tenantId)).toBe(0);
    expect(await places.in(running.ctx).count({ tenantId })).toBe(0);
  });
});
