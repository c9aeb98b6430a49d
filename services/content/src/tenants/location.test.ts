import { DAY_MS, newId, testClock } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { locationData, startContent, type TestContent, type TestTenant } from '../test-support';

let service: TestContent;
let tenant: TestTenant;
beforeAll(async () => {
  service = await startContent();
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenant = await service.newTenant();
});

type Location = ReturnType<typeof locationData>;
/** Delivers an event of a location. */
const tell = (type: 'created' | 'updated' | 'deleted', version: number, location: Location) =>
  service.deliver({
    type: `location.${type}`,
    tenantId: tenant.id,
    resource: { type: 'location', id: location.id, version },
    data: { ...location },
  });
const order = (version: number, locationIds: string[]) =>
  tenant.tell('location.reordered', version, { id: tenant.id, locationIds });
/** What the home page tells search engines. */
const business = async () => {
  const [, json = '{}'] =
    /<script type="application\/ld\+json">(.*?)<\/script>/.exec((await tenant.visit('/')).body) ?? [];
  return JSON.parse(json);
};
const releases = async () =>
  (await service.events()).filter(
    ({ tenantId, type }) => tenantId === tenant.id && type === 'release.activated',
  ).length;

describe('the structured data of a live site', () => {
  it('has the address, place and hours of the primary location at once, also past midnight and on single days', async () => {
    await tenant.publish('home');
    const exceptions = [
      { date: '2999-12-24', opens: '09:00', closes: '12:00' },
      { date: '2999-12-25', closed: true },
    ];
    await tell('created', 1, { ...locationData(), geo: { lat: 51.4, lng: -2.6 }, exceptions });
    expect(await business()).toMatchObject({
      '@type': 'Plumber',
      telephone: '+442079460018',
      address: {
        '@type': 'PostalAddress',
        streetAddress: '12 Quay Street',
        postalCode: 'BS1 4DB',
        addressLocality: 'Bristol',
        addressCountry: 'GB',
      },
      geo: { latitude: 51.4, longitude: -2.6 },
      openingHoursSpecification: [{ dayOfWeek: ['Friday'], opens: '18:00', closes: '02:00' }],
      specialOpeningHoursSpecification: [
        { validFrom: '2999-12-24', validThrough: '2999-12-24', opens: '09:00', closes: '12:00' },
        { validFrom: '2999-12-25', validThrough: '2999-12-25', opens: '00:00', closes: '00:00' },
      ],
    });
  });

  it('has the profile at once, and what the industry proposes until there is one', async () => {
    await tenant.publish('home');
    expect(await business()).toMatchObject({ '@type': 'Plumber' });
    const profile = { legalName: 'Joe Ltd', priceRange: '££', currency: 'GBP', schemaType: 'HVACBusiness' };
    const social = { x: 'https://x.com/joe', facebook: 'https://facebook.com/joe' };
    await tenant.tell('profile.updated', 2, { ...profile, social });
    await tenant.tell('profile.updated', 1, { ...profile, social: {}, schemaType: 'Store' });
    expect(await business()).toMatchObject({
      '@type': 'HVACBusiness',
      legalName: 'Joe Ltd',
      priceRange: '££',
      currenciesAccepted: 'GBP',
      sameAs: ['https://x.com/joe', 'https://facebook.com/joe'],
    });
    await tenant.tell('tenant.updated', 9, { ...tenant.data, businessType: 'Legal' });
    expect(await business()).toMatchObject({ '@type': 'HVACBusiness' });
  });

  it('names the other locations in their order, and forgets one that is deleted', async () => {
    await tenant.publish('home');
    const [first, second, third] = ['One', 'Two', 'Three'].map((label, index) => ({
      ...locationData(),
      label,
      isPrimary: index === 0,
    })) as [Location, Location, Location];
    for (const location of [first, second, third]) await tell('created', 1, location);
    const others = async () =>
      (await business()).subOrganization?.map(({ name }: { name: string }) => name.split(', ')[1]);
    expect(await others()).toEqual(['Two', 'Three']);
    await order(4, [third.id, first.id, second.id]);
    await order(3, [second.id, first.id, third.id]);
    expect(await others()).toEqual(['Three', 'Two']);
    await tell('deleted', 3, third);
    await tell('updated', 2, third);
    expect(await others()).toEqual(['Two']);
    await tell('updated', 2, { ...second, isPrimary: true, updatedAt: '2999-01-01T00:00:00.000Z' });
    expect(await others()).toEqual(['One']);
    const before = await releases();
    await tell('updated', 2, { ...first, isPrimary: false });
    expect(await releases()).toBe(before);
  });
});

describe('sections about a location', () => {
  const page = () => `/tenants/${tenant.id}/pages`;
  const admin = () => service.as(callers.admin(tenant.id));

  async function show(sections: object[]): Promise<string> {
    const { home } = await tenant.pages();
    const answer = await admin()
      .put(`${page()}/${home?.id ?? ''}`)
      .send({ sections });
    expect(answer.status).toBe(200);
    await tenant.publish('home');
    return (await tenant.visit('/')).body;
  }

  it('show the primary one, or the one that they name', async () => {
    const primary = locationData();
    const other = {
      ...locationData(),
      address: { street: '5 Main St', postalCode: '62704', city: 'Springfield', region: 'IL', country: 'US' },
      geo: { lat: 39.8, lng: -89.65 },
      phones: [{ label: 'Desk', e164: '+12175550142' }],
      emails: [{ label: 'Desk', address: 'desk@joes.example' }],
      hours: [{ days: ['sunday'], opens: '07:00', closes: '11:00' }],
      exceptions: [{ date: '2999-12-25', closed: true, note: 'Christmas' }],
      isPrimary: false,
    };
    for (const location of [primary, other]) await tell('created', 1, location);
    const sections = (locationId?: string) =>
      ['map', 'hours', 'contact-form', 'footer'].map((type) => ({
        type,
        content: {
          ...(type === 'footer' ? {} : { heading: 'H' }),
          ...(locationId === undefined ? {} : { locationId }),
        },
      }));
    const ofPrimary = await show(sections());
    expect(ofPrimary).toContain('12 Quay Street\nBristol\nBS1 4DB\nUnited Kingdom');
    expect(ofPrimary).toContain('9:00–17:00');
    expect(ofPrimary).toContain('020 7946 0991');
    const ofOther = await show(sections(other.id));
    expect(ofOther).toContain('5 Main St\nSpringfield, IL 62704\nUnited States');
    expect(ofOther).toContain('?mlat=39.8&amp;mlon=-89.65');
    expect(ofOther).toContain('7:00–11:00');
    expect(ofOther).toContain('Closed, Christmas');
    expect(ofOther).toContain('href="tel:+12175550142"');
    expect(ofOther).toContain('+1 217 555 0142');
    expect(ofOther).toContain('desk@joes.example');
    await tell('deleted', 3, other);
    const afterwards = await tenant.visit('/');
    expect(afterwards.body).toContain('12 Quay Street');
    expect(afterwards.body).not.toContain('5 Main St');
  });

  it('may name a location of which nothing has been heard yet, and none that does not exist', async () => {
    const [made, foreign] = [newId(), newId()];
    service.locations.add(made);
    const write = async (locationId: string) => {
      const { home } = await tenant.pages();
      const content = { heading: 'H', locationId };
      return admin()
        .put(`${page()}/${home?.id ?? ''}`)
        .send({ sections: [{ type: 'hours', content }] });
    };
    expect((await write(made)).status).toBe(200);
    const refused = await write(foreign);
    expect([refused.status, refused.body.details]).toMatchObject([
      422,
      [{ field: 'sections.0.content.locationId' }],
    ]);
    await tell('created', 1, { ...locationData(made), label: 'Late' });
    await tell('deleted', 2, locationData(made));
    service.locations.delete(made);
    expect((await write(made)).status).toBe(200);
  });

  it('name no day that was over when their release was made, whichever change of the clock lies between', async () => {
    const clock = testClock(new Date('2027-03-27T12:00:00Z'));
    const own = await startContent({ shared: { clock } });
    const business = await own.newTenant();
    const exceptions = ['2027-03-20', '2027-03-28', '2027-10-31'].map((date) => ({ date, closed: true }));
    await business.tell('location.created', 1, { ...locationData(), exceptions });
    const shown = async () =>
      [...(await business.visit('/')).body.matchAll(/"validFrom":"([^"]*)"/g)].map(([, date]) => date);
    await business.publish('home');
    expect(await shown()).toEqual(['2027-03-28', '2027-10-31']);
    clock.advance(217 * DAY_MS);
    expect(await shown()).toEqual(['2027-03-28', '2027-10-31']);
    await business.publish('home');
    expect(await shown()).toEqual(['2027-10-31']);
    await own.stop();
  });
});
