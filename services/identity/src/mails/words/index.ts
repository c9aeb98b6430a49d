import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';
import { it } from './it';
import { nl } from './nl';
import { pl } from './pl';
import { pt } from './pt';
import { type Words } from './words';

export type { LetterWords, NoticeWords, Words } from './words';

const CATALOGUE = new Map<string, Words>(Object.entries({ de, en, es, fr, it, nl, pl, pt }));

/** The words for a locale (BCP 47), and their language: `pt-BR` has those of `pt`, one without words those of `en`. */
export function wordsOf(locale: string): { words: Words; language: string } {
  const { language } = new Intl.Locale(locale);
  const words = CATALOGUE.get(language);
  return words ? { words, language } : { words: en, language: 'en' };
}
