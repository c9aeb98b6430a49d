import { transaction } from '@siteninja/events';
import { callers } from '@siteninja/testing';
import { startIdentity, type TestIdentity } from '../test-support';
import { revoke } from './revocation';

let service: TestIdentity;
beforeAll(async () => {
  service = await startIdentity();
});
afterAll(() => service.stop());

const ask = async (after?: string) => {
  const query = after === undefined ? '' : `?after=${encodeURIComponent(after)}`;
  const { status, body } = await service.as(callers.service('gateway')).get(`/internal/revocations${query}`);
  return { status, ...body.data };
};

describe('revocations', () => {
  it('the first answer holds a cursor and no revocations', async () => {
    await transaction(service.ctx, (tx) => revoke(tx, 'user:early'));
    const { items, next } = await ask();
    expect(items).toEqual([]);
    expect(next).toBe(service.clock.now().toISOString());
  });

  it('revocations are listed from 5 s before the cursor on', async () => {
    service.clock.advance(60_000);
    const { next } = await ask();
    service.clock.advance(1_000);
    await transaction(service.ctx, (tx) => revoke(tx, 'api_key:k1'));
    const first = await ask(next);
    expect(first.items).toEqual([{ id: expect.any(String), what: 'api_key:k1' }]);
    service.clock.advance(4_000);
    expect((await ask(first.next)).items).toEqual(first.items);
    service.clock.advance(2_000);
    const { next: later } = await ask(first.next);
    expect((await ask(later)).items).toEqual([]);
  });

  it('a malformed cursor is 422', async () => {
    expect((await ask('yesterday')).status).toBe(422);
  });
});
