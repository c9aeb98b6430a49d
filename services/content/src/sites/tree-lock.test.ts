import { inTenant } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { startContent, type TestContent } from '../test-support';
import { sites } from './site.model';
import { lockTree } from './tree-lock';

let service: TestContent;
beforeAll(async () => {
  service = await startContent();
});
afterAll(() => service.stop());

describe('the lock of a page tree', () => {
  it('leaves the revision of the site as it is, which caches of hosts go by', async () => {
    const ctx = inTenant(service.ctx, (await service.newTenant()).id);
    const before = await sites.in(ctx).findOne({});
    await transaction(ctx, lockTree);
    const after = await sites.in(ctx).findOne({});
    expect(after).toEqual({ ...before, treeLock: 1 });
  });
});
