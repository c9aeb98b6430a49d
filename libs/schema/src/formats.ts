import { canonicalColor } from './color';
import { canonicalEmail } from './email';
import { joi } from './extended-joi';
import { canonicalCountry, canonicalCurrency, canonicalTelephone } from './international';
import { canonicalLocale, canonicalTimeZone } from './locale';
import { Schema } from './schema';
import { string } from './string';
import { canonicalDate, canonicalTime } from './time';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A UUID (RFC 9562) in any case, handed on in lower case. */
export function uuid(): Schema<string, string> {
  const read = (text: string) => (UUID.test(text) ? text.toLowerCase() : undefined);
  const form = { read, must: 'be a UUID, such as 0190b3c1-7c6e-7a44-9d0e-3f1b8a5c2d10', format: 'uuid' };
  return new Schema(joi.string().form(form).required());
}

/**
 * An email address (RFC 5321 length), any top-level domain, handed on in NFC, its domain as A-labels. The local part
 * keeps its case, as servers may tell it apart; two addresses are compared by `mailboxOf`.
 */
export function email(): Schema<string, string> {
  const form = {
    read: canonicalEmail,
    must: 'be an email address, such as mara@harbor.example',
    format: 'email',
  };
  return new Schema(joi.string().form(form).atMost(254).required());
}

/** An RFC 3339 time with an offset, handed on in UTC; a `Date` in the database. */
export function dateTime(): Schema<string, Date> {
  const must = 'be a time that exists, with its offset (RFC 3339), such as 2026-03-01T09:00:00Z';
  const form = { read: canonicalTime, must, format: 'date-time' };
  return new Schema(joi.string().form(form).meta({ storedAs: 'date' }).required());
}

/** A day of the calendar, `2026-12-24`, in no time zone. */
export function date(): Schema<string, string> {
  const form = { read: canonicalDate, must: 'be a day that exists, such as 2026-12-24', format: 'date' };
  return new Schema(joi.string().form(form).required());
}

/** A time of the day by the clock on the wall, 00:00 to 23:59. */
export function clockTime(): Schema<string, string> {
  const pattern = /^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/;
  return string({ max: 5, pattern, must: 'be a time of the day from 00:00 to 23:59, such as 09:30' });
}

/** A telephone number with its country code, handed on in E.164: `+44 (0)20 7946 0018` becomes `+442079460018`. */
export function telephone(): Schema<string, string> {
  const form = {
    read: canonicalTelephone,
    must: 'be a telephone number with its country code (E.164), such as +442079460018',
  };
  return new Schema(joi.string().form(form).atMost(50).required());
}

/** A country, two letters (ISO 3166-1 alpha-2), handed on in upper case. */
export function country(): Schema<string, string> {
  const form = {
    read: canonicalCountry,
    must: 'be a country in two letters (ISO 3166-1), such as GB',
    pattern: '^[A-Za-z]{2}$',
  };
  return new Schema(joi.string().form(form).required());
}

/** A currency, three letters (ISO 4217), handed on in upper case. */
export function currency(): Schema<string, string> {
  const form = {
    read: canonicalCurrency,
    must: 'be a currency in three letters (ISO 4217), such as EUR',
    pattern: '^[A-Za-z]{3}$',
  };
  return new Schema(joi.string().form(form).required());
}

/** A language tag (BCP 47), handed on in its canonical form: `en-us` becomes `en-US`. */
export function locale(): Schema<string, string> {
  const form = { read: canonicalLocale, must: 'be a language tag (BCP 47), such as en or pt-BR' };
  return new Schema(joi.string().form(form).atMost(100).required());
}

/** A time zone of the IANA database. */
export function timeZone(): Schema<string, string> {
  const form = {
    read: canonicalTimeZone,
    must: 'be a time zone of the IANA database, such as Europe/Berlin',
  };
  return new Schema(joi.string().form(form).atMost(100).required());
}

/** A colour in hexadecimal digits, `#RRGGBB` or `#RGB`, handed on as the former. */
export function color(): Schema<string, string> {
  const pattern = '^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$';
  const form = { read: canonicalColor, must: 'be a colour in hexadecimal digits, such as #1D4ED8', pattern };
  return new Schema(joi.string().form(form).required());
}
