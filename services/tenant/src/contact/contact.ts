import { type businessHours } from '@siteninja/contracts';
import { ensure, invalid, textOfHours } from '@siteninja/core';
import { type Infer } from '@siteninja/schema';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { type LocationRow } from './location.model';
import { areSameHours, haveOverlaps, hoursOfText } from './opening-hours';

/** What a tenant shows of its primary location, in its own words. */
export interface Contact {
  contactPhone: string | null;
  contactEmail: string | null;
  businessHours: Infer<typeof businessHours>;
}

/** What a location says of it. */
type Reachable = Pick<LocationRow, 'phones' | 'emails' | 'hours'>;

const DEFAULT_PHONE_LABEL = 'Phone';
const DEFAULT_EMAIL_LABEL = 'Email';

export function contactOf({ phones, emails, hours }: Reachable): Contact {
  return {
    contactPhone: phones[0]?.e164 ?? null,
    contactEmail: emails[0]?.address ?? null,
    businessHours: textOfHours(hours),
  };
}

/** What a location now says otherwise. All else the tenant keeps in its own words. */
export function contactChange(before: Reachable, after: Reachable): Partial<Contact> {
  const [known, now] = [contactOf(before), contactOf(after)];
  return {
    ...(now.contactPhone === known.contactPhone ? {} : { contactPhone: now.contactPhone }),
    ...(now.contactEmail === known.contactEmail ? {} : { contactEmail: now.contactEmail }),
    ...(areSameHours(before.hours, after.hours) ? {} : { businessHours: now.businessHours }),
  };
}

/**
 * A tenant's first location, with what the tenant said of itself where the location is given nothing. What of it cannot
 * be understood stays with the tenant alone.
 */
export function withContact<L extends Reachable & Pick<LocationRow, 'address'>>(
  location: L,
  contact: Contact,
): L {
  const e164 = contact.contactPhone === null ? undefined : readTelephone(contact.contactPhone, location);
  const { contactEmail } = contact;
  const hours = hoursOfText(contact.businessHours);
  return {
    ...location,
    ...(location.phones.length > 0 || e164 === undefined
      ? {}
      : { phones: [{ label: DEFAULT_PHONE_LABEL, e164 }] }),
    ...(location.emails.length > 0 || contactEmail === null
      ? {}
      : { emails: [{ label: DEFAULT_EMAIL_LABEL, address: contactEmail }] }),
    ...(location.hours.length > 0 || haveOverlaps(hours) ? {} : { hours }),
  };
}

/**
 * What the primary location has to say when its tenant is told otherwise. Text that lists no hours makes a day without
 * hours.
 * @throws invalid for a telephone number that cannot be dialled from anywhere, and for hours that overlap
 */
export function locationChange(location: LocationRow, change: Partial<Contact>): Partial<Reachable> {
  const { contactPhone, contactEmail, businessHours } = change;
  return {
    ...(contactPhone === undefined ? {} : phonesFor(location, contactPhone)),
    ...(contactEmail === undefined ? {} : emailsFor(location, contactEmail)),
    ...(businessHours === undefined ? {} : hoursFor(location, businessHours)),
  };
}

function phonesFor(location: LocationRow, text: string | null): Partial<Reachable> {
  if (text === null) return { phones: [] };
  const e164 = readTelephone(text, location);
  ensure(e164, () =>
    invalid([
      {
        field: 'contactPhone',
        message: 'It is the number of the primary location: write it as it is dialled there, or from abroad.',
      },
    ]),
  );
  const [first, ...others] = location.phones;
  if (first?.e164 === e164) return {};
  const label = first?.label ?? DEFAULT_PHONE_LABEL;
  return { phones: [{ label, e164 }, ...others.filter((phone) => phone.e164 !== e164)] };
}

function emailsFor({ emails }: LocationRow, address: string | null): Partial<Reachable> {
  if (address === null) return { emails: [] };
  const [first, ...others] = emails;
  if (first?.address === address) return {};
  const label = first?.label ?? DEFAULT_EMAIL_LABEL;
  return { emails: [{ label, address }, ...others.filter((email) => email.address !== address)] };
}

function hoursFor(location: LocationRow, texts: Contact['businessHours']): Partial<Reachable> {
  const hours = hoursOfText(texts);
  ensure(!haveOverlaps(hours), () =>
    invalid([{ field: 'businessHours', message: 'Two spans are of the same time.' }]),
  );
  return areSameHours(hours, location.hours) ? {} : { hours };
}

/** In E.164, by the numbering plan of the location's country where the text names none. */
function readTelephone(text: string, { address }: Pick<LocationRow, 'address'>): string | undefined {
  const { country } = address;
  const number = parsePhoneNumberFromString(text, isSupportedCountry(country) ? country : undefined);
  return number?.isPossible() ? number.number : undefined;
}
