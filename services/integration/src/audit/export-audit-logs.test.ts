import { type DomainEvent } from '@siteninja/contracts';
import { type Caller, newId } from '@siteninja/core';
import { callers, startForTest, type TestService } from '@siteninja/testing';
import { integrationService } from '../app';
import { type IntegrationCtx } from '../context';
import { auditLogs } from './audit-log.model';
import { stubCheckpoints } from './chain-test-support';

let service: TestService<IntegrationCtx>;
let tenantId: string;
beforeAll(async () => {
  service = await startForTest(integrationService, { stubs: stubCheckpoints() });
});
afterAll(() => service.stop());
beforeEach(() => {
  tenantId = newId();
});

function happened(
  { title = 'Home', ipAddress = '203.0.113.7' } = {},
  more: Partial<DomainEvent> = {},
): Promise<unknown> {
  const actor = { type: 'user' as const, userId: newId(), ipAddress, userAgent: '=cmd|calc' };
  return service.deliver({ id: newId(), type: 'page.updated', tenantId, actor, data: { title }, ...more });
}
const read = (path: string, as = callers.admin(tenantId)) =>
  service.as(as).get(`/tenants/${tenantId}/audit-logs${path}`);
const listed = async (query = '') => (await read(query)).body.data.items;
const exported = (query = '') => read(`/export${query}`).responseType('text');

describe('the export of the audit log', () => {
  it('gives every entry as it is listed, a line each, whatever is in its values', async () => {
    for (let count = 0; count < 130; count += 1) await happened({ title: `Line\n${count}` });
    const { status, headers, body } = await exported();
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/x-ndjson',
      'content-disposition': 'attachment; filename="audit-logs.ndjson"',
      'cache-control': 'no-store',
    });
    const entries = String(body)
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(entries).toHaveLength(130);
    expect(entries.slice(0, 100)).toEqual(await listed('?limit=100'));
  });

  it('gives CSV with a column a field, in which no cell is a formula', async () => {
    await happened({ title: 'Say "hello", all' });
    const { headers, body } = await exported('?format=csv');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const [head, row] = String(body).split('\r\n');
    expect(head).toMatch(/^id,tenantId,action,/);
    expect(row).toContain(",'=cmd|calc,");
    expect(row).toContain('""title"":""Say \\""hello\\"", all""');
    expect(row).not.toMatch(/(^|,)"?[=+@-]/);
  });

  it('is filtered as the list is', async () => {
    await happened();
    await happened({}, { type: 'page.published' });
    const { body } = await exported('?action=page.publish');
    expect(JSON.parse(String(body))).toMatchObject({ action: 'page.publish' });
    expect(String((await exported('?action=page.move')).body)).toBe('');
    const { status, body: refused } = await read('/export?format=pdf');
    expect(status).toBe(422);
    expect(refused.details).toMatchObject([{ field: 'format' }]);
  });

  it.each(['/export', '/verify'])(
    '%s is for those who may read the log, of their own tenant',
    async (path) => {
      expect((await read(path, callers.viewer(tenantId))).status).toBe(403);
      expect((await read(path, callers.admin(newId()))).status).toBe(403);
    },
  );
});

describe('the verification of the audit log', () => {
  const verdict = async () => (await read('/verify')).body.data;
  const rows = () => auditLogs.in({ ...service.ctx, tenantId });

  it('says that a log is whole, also one without entries', async () => {
    expect(await verdict()).toEqual({ valid: true, checked: 0 });
    for (let count = 0; count < 3; count += 1) await happened();
    expect(await verdict()).toEqual({ valid: true, checked: 3 });
  });

  it('is given to the platform also when the tenant is deleted, and to its members no longer', async () => {
    await happened();
    const deleted = (caller: Caller): Caller => ({
      ...caller,
      tenant: caller.tenant && { ...caller.tenant, deleted: true },
    });
    const { status, body } = await read('/verify', deleted(callers.superAdmin(tenantId)));
    expect([status, body.data]).toEqual([200, { valid: true, checked: 1 }]);
    const refused = await read('/verify', deleted(callers.admin(tenantId)));
    expect([refused.status, refused.body.code]).toEqual([410, 'tenant.deleted']);
  });

  it('says where the first entry was changed, and where one was removed', async () => {
    for (let count = 0; count < 4; count += 1) await happened();
    await rows().updateOne({ sequence: 3 }, { $set: { action: 'page.create' } });
    expect(await verdict()).toEqual({ valid: false, checked: 2, brokenAt: 3 });
    await rows().delete({ sequence: 2 });
    expect(await verdict()).toEqual({ valid: false, checked: 1, brokenAt: 2 });
  });
});
