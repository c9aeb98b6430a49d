import { canonicalColor } from './color';
import { canonicalEmail } from './email';
import { joi } from './extended-joi';
import { canonicalLocale, canonicalTimeZone } from './locale';
import { Schema } from './schema';
import { canonicalTime } from './time';

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
