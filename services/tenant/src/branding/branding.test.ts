import { calls } from '@siteninja/contracts';
import { newId, notFound } from '@siteninja/core';
import { callers, startForTest, stubCall, type TestService } from '@siteninja/testing';
import { tenantService } from '../app';
import { type TenantCtx } from '../context';
import { contrastOf } from './branding';

const ownAsset = newId();
const ownDocument = newId();
let service: TestService<TenantCtx>;
let tenantId: string;

beforeAll(async () => {
  service = await startForTest(tenantService, {
    stubs: [
      stubCall(calls.addMember, () => ({})),
      stubCall(calls.getAsset, ({ params, query }) => {
        const size = { [ownAsset]: 1, [ownDocument]: null }[params.assetId];
        if (size === undefined) throw notFound('asset');
        return {
          id: params.assetId,
          ...query,
          alt: null,
          width: size,
          height: size,
          url: '/x',
          variants: [],
        };
      }),
    ],
  });
  const input = { name: 'Look', businessName: 'Look', businessType: 'Retail' };
  const made = await service.as(callers.nonMember()).post('/tenants').send(input);
  tenantId = made.body.data.id;
});
afterAll(() => service.stop());

describe('branding', () => {
  it('measures contrast as WCAG does', () => {
    expect(contrastOf('#000000', '#FFFFFF')).toEqual({ ratio: 21, level: 'AAA' });
    expect(contrastOf('#767676', '#FFFFFF')).toEqual({ ratio: 4.54, level: 'AA' });
    expect(contrastOf('#FFFFFF', '#777777')).toEqual({ ratio: 4.47, level: 'AA large' });
    expect(contrastOf('#FFFF00', '#FFFFFF').level).toBe('fail');
  });

  it('changes what is named, tells what it was before, and can go back to the defaults', async () => {
    const admin = service.as(callers.admin(tenantId));
    const path = `/tenants/${tenantId}/branding`;
    const changed = await admin.put(path).send({ primaryColor: '#abcdef', logoAssetId: ownAsset });
    expect(changed.body.data).toMatchObject({
      primaryColor: '#abcdef',
      logoAssetId: ownAsset,
      accentColor: '#F59E0B',
    });
    expect(changed.headers['x-invalidate']).toBe(`site:${tenantId}`);
    const event = (await service.events()).find(({ type }) => type === 'branding.updated');
    expect(event?.change).toMatchObject({
      before: { primaryColor: '#1D4ED8' },
      after: { primaryColor: '#abcdef' },
    });
    const reset = await admin.post(`${path}/reset`);
    expect(reset.body.data).toMatchObject({ primaryColor: '#1D4ED8', logoAssetId: null });
    expect((await admin.get(path)).headers.etag).toBe(reset.headers.etag);
  });

  it("refuses what is no colour, no font of ours, or somebody else's picture", async () => {
    const admin = service.as(callers.admin(tenantId));
    for (const [field, value] of [
      ['primaryColor', 'red'],
      ['primaryColor', '#FFFFFF;}body{display:none'],
      ['fontFamily', 'Comic Sans'],
      ['logoAssetId', newId()],
      ['logoAssetId', ownDocument],
      ['faviconAssetId', ownDocument],
    ]) {
      const refused = await admin.put(`/tenants/${tenantId}/branding`).send({ [String(field)]: value });
      expect([refused.status, refused.body.details?.[0]?.field]).toEqual([422, field]);
    }
  });

  it('answers 304 to a reader who has it, and is not for editors to change', async () => {
    const editor = service.as(callers.editor(tenantId));
    const read = await editor.get(`/tenants/${tenantId}/branding`);
    const again = await editor
      .get(`/tenants/${tenantId}/branding`)
      .set('If-None-Match', read.headers.etag ?? '');
    expect([again.status, again.text]).toEqual([304, '']);
    expect((await editor.put(`/tenants/${tenantId}/branding`).send({})).status).toBe(403);
  });
});
