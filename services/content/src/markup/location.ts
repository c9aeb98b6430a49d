import { textOfHours } from '@siteninja/core';
import { type RenderedSite, type SiteLocation, type SiteTenant } from './site';
import { languageOf } from './words';

type Address = SiteLocation['address'];

/** Where the postal code stands behind the city, in one line with the region. */
const CODE_LAST = new Set(['AU', 'CA', 'US']);
/** Where it has a line of its own. */
const CODE_APART = new Set(['GB', 'IE', 'IM', 'GG', 'JE']);

/** The location that a section names, else the primary one; undefined where the business has none. */
export function locationOf(
  { locations = [] }: Pick<RenderedSite, 'locations'>,
  id: string | undefined,
): SiteLocation | undefined {
  return locations.find((location) => location.id === id) ?? locations[0];
}

/**
 * The tenant as it is reached at the location that a section names. At the primary one it is reached as it says
 * itself, in its own words.
 */
export function tenantAt(site: RenderedSite, id: string | undefined): SiteTenant {
  const location = locationOf(site, id);
  if (!location || location === site.locations?.[0]) return site.tenant;
  const { contactPhone: _phone, contactEmail: _email, ...tenant } = site.tenant;
  const [phone, email] = [location.phones[0], location.emails[0]];
  return {
    ...tenant,
    ...(phone ? { contactPhone: phone.e164 } : {}),
    ...(email ? { contactEmail: email.address } : {}),
    businessHours: textOfHours(location.hours),
  };
}

/** An address in lines, as it is written in its country, which is named where the business is in several. */
export function addressLines(site: RenderedSite, { address }: SiteLocation): string[] {
  const countries = new Set(site.locations?.map((location) => location.address.country));
  return [
    address.street,
    ...placeLines(address),
    ...(countries.size > 1 ? [countryName(site, address.country)] : []),
  ];
}

function placeLines({ postalCode, city, region, country }: Address): string[] {
  if (CODE_LAST.has(country)) return [`${[city, region].filter(Boolean).join(', ')} ${postalCode}`.trim()];
  const ofRegion = region === null ? [] : [region];
  if (CODE_APART.has(country)) return [city, ...ofRegion, ...(postalCode === '' ? [] : [postalCode])];
  return [`${postalCode} ${city}`.trim(), ...ofRegion];
}

function countryName(site: RenderedSite, country: string): string {
  const names = new Intl.DisplayNames(languageOf(site.tenant), { type: 'region' });
  return names.of(country) ?? country;
}

/** Where the place is on the map: at its coordinates, else wherever its address is found. */
export function mapLink({ address, geo }: SiteLocation): string {
  if (geo) {
    const { lat, lng } = geo;
    return `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lng}#map=17/${lat}/${lng}`;
  }
  return searchLink([address.street, ...placeLines(address), address.country].join(', '));
}

/** Where the map looks for an address. */
export function searchLink(address: string): string {
  return `https://www.openstreetmap.org/search?query=${encodeURIComponent(address)}`;
}
