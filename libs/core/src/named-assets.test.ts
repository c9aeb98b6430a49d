import { newId } from './ids';
import { namedAssetIds, namedAssets } from './named-assets';

const tenantId = newId();
const id = newId();
const file = `/assets/${tenantId}/${id}/original-0123456789ab.pdf`;

describe('the assets that content names', () => {
  it('a field named assetId, or ending so, shows an asset at any depth', () => {
    const content = { rows: [{ cells: [{ backgroundAssetId: id }] }], note: 'x', assetId: 'nonsense' };
    expect(namedAssets(content, tenantId)).toEqual({ shown: [id], linked: [] });
    expect(namedAssets({ assetId: id.toUpperCase() }, tenantId).shown).toEqual([id]);
  });

  it('every way to write the address of a file links to its asset', () => {
    const addresses = [
      file,
      `http://localhost:8080${file}`,
      `https://www.example.com/_sn${file}`,
      `//example.com${file}`,
      `/_sn${file}`,
      `/api${file}`,
      `https://example.com/api/v1${file}?download=1#page=2`,
      ` ${file} `,
      file.toUpperCase().replace('/ASSETS', '/assets'),
    ];
    for (const address of addresses) {
      expect([address, namedAssetIds({ action: { href: address } }, tenantId)]).toEqual([address, [id]]);
      const body = `<p>See <a class="x" href="${address}">our menu</a> or <a href='/contact'>ask</a></p>`;
      expect([body, namedAssetIds([{ body }], tenantId)]).toEqual([body, [id]]);
    }
  });

  it("other tenants' files, other paths and plain text are no links to an asset of the tenant", () => {
    const others = [
      `/assets/${newId()}/${id}/original-0123456789ab.pdf`,
      `/assets/${tenantId}/menu/original-0123456789ab.pdf`,
      `/blog/assets/${tenantId}/${id}/x.pdf`,
      `Our menu is at ${file}`,
      `mailto:x@example.com?body=${file}`,
    ];
    for (const href of others) expect([href, namedAssetIds({ href }, tenantId)]).toEqual([href, []]);
  });
});
