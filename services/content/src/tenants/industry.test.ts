import { calls } from '@siteninja/contracts';
import { inTenant } from '@siteninja/core';
import { stubCall } from '@siteninja/testing';
import { factsOf } from '../ai/read-facts';
import { readySite } from '../sites/ready-site';
import { sites } from '../sites/site.model';
import { startContent, type TestContent, type TestTenant } from '../test-support';
import { scheduleIndustries } from './industry.jobs';

/** What the tenant service says, and which tenants it was asked for, in the order of its answers. */
const industries = new Map<string, string>();
const asked: string[][] = [];
let service: TestContent;

beforeAll(async () => {
  service = await startContent({
    stubs: [
      stubCall(calls.listBusinessTypes, ({ body: { tenantIds } }) => {
        asked.push(tenantIds);
        const known = tenantIds.filter((tenantId) => industries.has(tenantId));
        return {
          items: known.map((tenantId) => ({ tenantId, businessType: industries.get(tenantId) ?? '' })),
        };
      }),
    ],
  });
});
afterAll(() => service.stop());
beforeEach(() => {
  asked.length = 0;
});

/** A site as it was stored before its industry was kept. */
async function olderSite(businessType: string): Promise<TestTenant> {
  const tenant = await service.newTenant({ businessType });
  const unknown = { $unset: { businessType: 1, proposedSchemaType: 1 } };
  await service.ctx.db.collection('sites').updateOne({ tenantId: tenant.id }, unknown);
  industries.set(tenant.id, businessType);
  return tenant;
}

async function ask(): Promise<void> {
  await scheduleIndustries(service.ctx);
  await service.runDueJobs();
}

const industryOf = async ({ id }: TestTenant) => {
  const ctx = inTenant(service.ctx, id);
  return (await factsOf(ctx, await readySite(ctx))).industry;
};

describe('a site that is older than the knowledge of its industry', () => {
  it('has it for proposals and search engines as soon as content is started, without a change of the tenant', async () => {
    const tenant = await olderSite('Legal');
    await tenant.publish('home');
    expect(await industryOf(tenant)).toBeNull();
    expect((await tenant.visit('/')).body).toContain('"@type":"LocalBusiness"');
    await ask();
    expect(await industryOf(tenant)).toBe('Legal');
    expect((await tenant.visit('/')).body).toContain('"@type":"LegalService"');
  });

  it('is asked for once, also where there are more than are asked for at a time', async () => {
    const tenants: TestTenant[] = [];
    for (let made = 0; made < 3; made += 1) tenants.push(await olderSite('Healthcare'));
    const many = Array.from({ length: 60 }, (_, index) => ({
      tenantId: `00000000-0000-7000-8000-0000000000${String(index).padStart(2, '0')}`,
    }));
    for (const { tenantId } of many) {
      const ctx = inTenant(service.ctx, tenantId);
      await sites.in(ctx).upsert({}, { $set: { isSeeded: false } });
    }
    await ask();
    await service.runDueJobs();
    expect(await Promise.all(tenants.map(industryOf))).toEqual(['Healthcare', 'Healthcare', 'Healthcare']);
    expect(asked.map((ids) => ids.length)).toEqual([50, 13]);
    await sites.across(service.ctx).delete({ tenantId: { $in: many.map(({ tenantId }) => tenantId) } });
    await ask();
    expect(asked).toHaveLength(2);
  });

  it('keeps what an event has told meanwhile', async () => {
    const tenant = await olderSite('Legal');
    await tenant.tell('tenant.updated', 3, { ...tenant.data, businessType: 'Education' });
    industries.set(tenant.id, 'Legal');
    const other = await olderSite('Legal');
    await ask();
    expect([await industryOf(tenant), await industryOf(other)]).toEqual(['Education', 'Legal']);
  });
});
