import { openingHours } from '../markup/business';
import { assetFile } from '../markup/picture';
import { type RenderedSite, type SiteLocation } from '../markup/site';

type Properties = Record<string, unknown>;

/** schema.org's LocalBusiness, from which search engines show the business itself. */
export function localBusiness(site: RenderedSite, url: string): Properties {
  const { tenant, branding, profile, locations: [primary, ...others] = [] } = site;
  const logo = assetFile(site, branding.logoAssetId);
  const type = profile?.schemaType ?? 'LocalBusiness';
  const hours = openingHours(tenant);
  return {
    '@context': 'https://schema.org',
    '@type': type,
    '@id': `${url}#business`,
    name: tenant.businessName,
    url,
    ...said({
      legalName: profile?.legalName,
      description: tenant.description,
      telephone: tenant.contactPhone,
      email: tenant.contactEmail,
      priceRange: profile?.priceRange,
      currenciesAccepted: profile?.currency,
    }),
    ...list('sameAs', Object.values(profile?.social ?? {})),
    ...(logo ? { logo: site.origin + logo.href, image: site.origin + logo.href } : {}),
    ...(primary ? placeOf(primary) : list('openingHoursSpecification', hours)),
    ...list(
      'subOrganization',
      others.map((location) => ({
        '@type': type,
        '@id': `${url}#location-${location.id}`,
        name: `${tenant.businessName}, ${location.label}`,
        ...placeOf(location),
      })),
    ),
  };
}

/** What is said of a place. */
function placeOf({ address, geo, phones, emails, hours, exceptions }: SiteLocation): Properties {
  return {
    ...said({ telephone: phones[0]?.e164, email: emails[0]?.address }),
    address: {
      '@type': 'PostalAddress',
      streetAddress: address.street,
      addressLocality: address.city,
      ...said({ addressRegion: address.region, postalCode: address.postalCode }),
      addressCountry: address.country,
    },
    ...(geo ? { geo: { '@type': 'GeoCoordinates', latitude: geo.lat, longitude: geo.lng } } : {}),
    ...list('openingHoursSpecification', hours.map(hoursOf)),
    ...list('specialOpeningHoursSpecification', exceptions.map(exceptionOf)),
  };
}

/** A span that closes before it opens goes on past midnight, for search engines too. */
function hoursOf({ days, opens, closes }: SiteLocation['hours'][number]): Properties {
  const dayOfWeek = days.map((day) => day.charAt(0).toUpperCase() + day.slice(1));
  return { '@type': 'OpeningHoursSpecification', dayOfWeek, opens, closes };
}

/** A day that opens and closes at midnight is closed. */
function exceptionOf({ date, opens, closes }: SiteLocation['exceptions'][number]): Properties {
  const span = { opens: opens ?? '00:00', closes: closes ?? '00:00' };
  return { '@type': 'OpeningHoursSpecification', validFrom: date, validThrough: date, ...span };
}

/** Those that have a value. */
function said(properties: Record<string, string | null | undefined>): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value));
}

function list(name: string, items: readonly unknown[]): Properties {
  return items.length > 0 ? { [name]: items } : {};
}
