import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';
import { it } from './it';
import { nl } from './nl';
import { pl } from './pl';
import { pt } from './pt';
import { type Words } from './words';

export type { Words } from './words';

const CATALOGUE = new Map<string, Words>(Object.entries({ de, en, es, fr, it, nl, pl, pt }));

/** The language of a site as `<html lang>` has it (BCP 47). A release that is older than the field is in English. */
export function languageOf({ locale = 'en' }: { readonly locale?: string | undefined }): string {
  try {
    return new Intl.Locale(locale).toString();
  } catch {
    return 'en';
  }
}

/** The fixed words in the language of a site: `pt-BR` has those of `pt`, a language without words those of `en`. */
export function wordsOf(tenant: { readonly locale?: string | undefined }): Words {
  return CATALOGUE.get(new Intl.Locale(languageOf(tenant)).language) ?? en;
}
