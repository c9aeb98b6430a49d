import { getCountry } from 'countries-and-timezones';
import { parsePhoneNumberFromString } from 'libphonenumber-js';

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/**
 * A telephone number in E.164. Undefined for one without a country code, of a length that its country does not have, or
 * with an extension, which E.164 cannot say.
 */
export function canonicalTelephone(text: string): string | undefined {
  const number = parsePhoneNumberFromString(text);
  return number?.isPossible() && number.ext === undefined ? number.number : undefined;
}

/** A country of ISO 3166-1 in upper case. Undefined for what is none. */
export function canonicalCountry(text: string): string | undefined {
  return /^[a-z]{2}$/i.test(text) ? getCountry(text.toUpperCase())?.id : undefined;
}

/** A currency of ISO 4217 in upper case. Undefined for what is none. */
export function canonicalCurrency(text: string): string | undefined {
  const code = text.toUpperCase();
  return CURRENCIES.has(code) ? code : undefined;
}
