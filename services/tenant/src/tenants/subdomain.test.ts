import { calls } from '@siteninja/contracts';
import { callers, startForTest, stubCall, type TestService } from '@siteninja/testing';
import fc from 'fast-check';
import { tenantService } from '../app';
import { type TenantCtx } from '../context';
import { subdomainFrom } from './subdomain';

let service: TestService<TenantCtx>;
beforeAll(async () => {
  service = await startForTest(tenantService, { stubs: [stubCall(calls.addMember, () => ({}))] });
});
afterAll(() => service.stop());

const create = (more: object) =>
  service
    .as(callers.nonMember())
    .post('/tenants')
    .send({ name: 'Harbor', businessName: 'Harbor Ltd', businessType: 'Plumbing', ...more });
const proposed = async (name: string): Promise<string> => {
  const { status, body } = await create({ name });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.data.subdomain;
};

describe('the subdomain that is proposed for a name', () => {
  it.each([
    ['Łódź Ærø Bjørn', 'lodz-aero-bjorn'],
    ['Straße 12', 'strasse-12'],
    ['STRAẞE', 'strasse'],
    ['ŒUVRE', 'oeuvre'],
    ['Café Zu\u0308rich!', 'cafe-zurich'],
    ['İstanbul Işık', 'istanbul-isik'],
    ['Nguyễn Đình', 'nguyen-dinh'],
    ['Azərbaycan', 'azerbaycan'],
    ['Þór & Guðrún', 'thor-gudrun'],
    ['Ħal Għaxaq', 'hal-ghaxaq'],
    ["Joe’s ’n’ Ann's", 'joes-n-anns'],
    ['ﬁne Ⅷ', 'fine-viii'],
    ['ＦＵＬＬ', 'full'],
    ['СТО Авто', 'sto-avto'],
    ['Йога', 'yoga'],
    ['Ελληνικά', 'ellinika'],
    ['한국', 'hangug'],
    ['カフェ', 'kafue'],
    ['🦊 Fox', 'fox'],
    ['水道屋', 'site'],
    ['!!!', 'site'],
    ['A', 'site-a'],
  ])('%s is %s', (name, subdomain) => {
    expect(subdomainFrom(name)).toBe(subdomain);
  });

  it('is one that may be had, whatever the name', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('a', '-', ' ', 'ß', 'é') }),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('', 'xn--', 'ab--', 'n'.repeat(61)), (name, before) => {
        const subdomain = subdomainFrom(`${before}${name}`);
        expect(subdomain).toMatch(/^[a-z0-9]([a-z0-9-]{1,61})[a-z0-9]$/);
        expect(subdomain).not.toMatch(/^..--/);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([8, 55, 56, 57, 60, 61, 62, 63, 64, 80, 255])(
    'counts up where it is taken, also of names of %i letters',
    async (length) => {
      const name = `of${length}`.padEnd(length, 'x');
      const label = name.slice(0, 63);
      const expected = [label, ...[2, 3, 4].map((number) => `${label.slice(0, 61)}-${number}`)];
      for (const subdomain of expected) expect(await proposed(name)).toBe(subdomain);
    },
  );

  it('has one hyphen before its number, also where the name is cut at a hyphen', async () => {
    const name = `${'m'.repeat(60)} mm`;
    expect([await proposed(name), await proposed(name)]).toEqual([
      `${'m'.repeat(60)}-mm`,
      `${'m'.repeat(60)}-2`,
    ]);
    expect(await proposed('m'.repeat(60))).toBe('m'.repeat(60));
    expect(await proposed('m'.repeat(60))).toBe(`${'m'.repeat(60)}-3`);
  });

  it('goes on counting where there are ten', async () => {
    const made = [];
    for (let times = 0; times < 11; times += 1) made.push(await proposed('k'.repeat(70)));
    expect(new Set(made).size).toBe(11);
    expect(made.at(-1)).toBe(`${'k'.repeat(60)}-11`);
  });
});

describe('a reserved subdomain', () => {
  const reserved = [
    ...['www', 'api', 'admin', 'mail', 'smtp', 'imap', 'pop', 'ftp', 'siteninja', 'sites', 'localhost'],
    ...[
      'autodiscover',
      'autoconfig',
      'wpad',
      'isatap',
      'mta-sts',
      'postmaster',
      'hostmaster',
      'webmaster',
      'abuse',
    ],
    ...['ns1', 'ns42', 'mx2', 'www2', 'xn--mller-kva', 'ab--cd', 'WPAD'],
  ];

  it.each(reserved)('cannot be had: %s', async (subdomain) => {
    const { status, body } = await create({ subdomain });
    expect([status, body.details]).toMatchObject([422, [{ field: 'subdomain' }]]);
  });

  it('is proposed to nobody', () => {
    for (const name of ['WPAD', 'Postmaster', 'NS1', 'Auto Discover', 'Mail']) {
      expect(reserved).not.toContain(subdomainFrom(name));
    }
    expect(subdomainFrom('wpad')).toBe('site-wpad');
  });

  it('is told of in words', async () => {
    const { body } = await create({ subdomain: 'Bad Name' });
    expect(body.details).toEqual([
      {
        field: 'subdomain',
        message: 'subdomain must be letters and digits (A-Z, a-z, 0-9), with hyphens only between them',
      },
    ]);
  });
});
