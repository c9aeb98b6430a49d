import { type Joi } from './extended-joi';
import { Schema } from './schema';
import { string } from './string';

/** A language tag (BCP 47), handed on in its canonical form: `en-us` becomes `en-US`. */
export function locale(): Schema<string, string> {
  const canonical: Joi.CustomValidator<string> = (value, helpers) =>
    canonicalLocale(value) ??
    helpers.message({ custom: '{{#label}} must be a language tag (BCP 47), such as en or pt-BR' });
  const { joi } = string({ max: 100 });
  return new Schema(joi.custom(canonical).description('A language tag (BCP 47), such as en or pt-BR.'));
}

function canonicalLocale(tag: string): string | undefined {
  try {
    const { language } = new Intl.Locale(tag);
    // The grammar allows languages of up to eight letters, of which none is registered: `english`.
    return language.length <= 3 ? Intl.getCanonicalLocales(tag)[0] : undefined;
  } catch {
    return undefined;
  }
}

/** A time zone of the IANA database, handed on in the database's letter case where it is known. */
export function timeZone(): Schema<string, string> {
  const known: Joi.CustomValidator<string> = (value, helpers) =>
    ianaZone(value) ??
    helpers.message({ custom: '{{#label}} must be a time zone of the IANA database, such as Europe/Berlin' });
  const { joi } = string({ max: 100 });
  return new Schema(
    joi.custom(known).description('A time zone of the IANA database, such as Europe/Berlin.'),
  );
}

function ianaZone(name: string): string | undefined {
  // Newer engines also take offsets such as +01:00, which are not in the database.
  if (!/^[a-z]/i.test(name)) return undefined;
  try {
    const { timeZone: resolved } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    // Links keep their name: engines resolve Asia/Kolkata to Asia/Calcutta.
    return resolved.toLowerCase() === name.toLowerCase() ? resolved : name;
  } catch {
    return undefined;
  }
}
