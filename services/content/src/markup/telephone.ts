import { getCountryForTimezone } from 'countries-and-timezones';
import {
  type CountryCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from 'libphonenumber-js';
import { mendLink } from './links';

/** What a text says of its writer's country. */
export interface Locality {
  /** BCP 47. */
  readonly locale?: string;
  /** IANA. */
  readonly timeZone?: string;
}

/** A run of digits with the separators that stand inside numbers: `+44 (0)20 7946-0991`, `030/123 45`. */
const SEPARATOR = '[\\s.\\u2010-\\u2013\\u2212/-]';
const NUMBER = new RegExp(
  `(?:\\+?\\(?\\+?\\d{1,4}\\)?${SEPARATOR}{0,2})?(?:\\(\\d{1,5}\\)${SEPARATOR}{0,2})?\\d(?:${SEPARATOR}{0,3}\\d)*`,
  'gu',
);
/** A slash stands behind the area code; elsewhere it stands between two numbers. */
const WITH_AREA_CODE = /^(?:\(?\+|\(?0\d{1,5}\)?\s?\/)[^/]*\/?[^/]*$/;
const EXTENSION =
  /^[\s,;:.)-]*(?:extension|ext(?:n|ension)?|extensi[oó]n|int(?:erno)?|anexo|durchwahl|dw|poste|доб(?:авочный)?|x|#)[\s.:]*\(?(\d{1,7})(?!\d)/iu;
/** Shorter runs beside a number are something else: `24/7`, `Room 5`. */
const MIN_DIGITS = 5;
/** ITU-T E.164. */
const MAX_DIGITS = 15;
/** Codes of the network, such as `*100#`. */
const SERVICE_CODE = /^[*#][\d*#]{1,20}$/;

/** E.164 in groups, as people read it: `+44 20 7946 0018`. Whatever is written otherwise stays as it is. */
export function readableTelephone(text: string): string {
  const number = /^\+\d+$/.test(text) ? parsePhoneNumberFromString(text) : undefined;
  return number?.formatInternational() ?? text;
}

interface Found {
  readonly number: string;
  readonly extension: string | undefined;
}

/**
 * A link that dials the one number in the text (RFC 3966), by the numbering plan of the country where that is known.
 * Undefined where there is no number, or more than one, or where letters or alternatives are part of it.
 */
export function telephoneLink(text: string, locality: Locality = {}): string | undefined {
  const phone = text.normalize('NFKC').trim();
  if (SERVICE_CODE.test(phone)) return mendLink(`tel:${phone}`);
  const found = findNumber(phone);
  if (!found) return undefined;
  const suffix = found.extension === undefined ? '' : `;ext=${found.extension}`;
  const country = countryOf(locality);
  const plan = country === undefined ? {} : { defaultCountry: country };
  const parsed = parsePhoneNumberFromString(found.number, plan);
  if (parsed?.isPossible()) return `tel:${parsed.number}${suffix}`;
  // Local numbers without their area code are shorter than the plan says, and can be dialled all the same.
  const isTooLong = country !== undefined && validatePhoneNumberLength(found.number, plan) === 'TOO_LONG';
  if (isTooLong || /^\(?\+/.test(found.number)) return undefined;
  return `tel:${found.number.replace(/\D/g, '')}${suffix}`;
}

function findNumber(phone: string): Found | undefined {
  const runs = [...phone.matchAll(NUMBER)];
  const extensionAt = (end: number) => EXTENSION.exec(phone.slice(end));
  const long = runs.filter(([run]) => digitsOf(run) >= MIN_DIGITS);
  const candidates = long.length > 0 ? long : runs;
  const [only, ...more] = candidates;
  if (!only || more.length > 0) return undefined;
  const number = only[0].trim();
  const end = only.index + only[0].length;
  const extension = extensionAt(end);
  const rest = phone.slice(end + (extension?.[0].length ?? 0));
  const isTouched =
    /[\p{Letter}\p{Number}]-?$/u.test(phone.slice(0, only.index)) || /^-?\p{Letter}/u.test(rest);
  const isAlternative =
    number.includes('/') && (/\/\s?\d{1,3}$/.test(number) || !WITH_AREA_CODE.test(number));
  const isSized = digitsOf(number) >= (long.length > 0 ? MIN_DIGITS : 3) && digitsOf(number) <= MAX_DIGITS;
  if (isTouched || isAlternative || !isSized) return undefined;
  return { number, extension: extension?.[1] };
}

function digitsOf(text: string): number {
  return text.replace(/\D/g, '').length;
}

/** The region of the locale, else the one country of the time zone. */
function countryOf({ locale, timeZone }: Locality): CountryCode | undefined {
  const region = locale === undefined ? undefined : regionOf(locale);
  if (region !== undefined && isSupportedCountry(region)) return region;
  const country = timeZone === undefined ? undefined : getCountryForTimezone(timeZone)?.id;
  return country !== undefined && isSupportedCountry(country) ? country : undefined;
}

function regionOf(locale: string): string | undefined {
  try {
    return new Intl.Locale(locale).region;
  } catch {
    return undefined;
  }
}
