import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';
import { it as italian } from './it';
import { wordsOf } from './index';
import { nl } from './nl';
import { pl } from './pl';
import { pt } from './pt';

const CATALOGUES = Object.entries({ de, es, fr, it: italian, nl, pl, pt });
const textsOf = (words: object): [string, string][] =>
  Object.entries(words).flatMap(([letter, texts]) =>
    Object.entries(texts as object).map(([name, text]): [string, string] => [
      `${letter}.${name}`,
      String(text),
    ]),
  );
const placeholdersOf = (words: object) =>
  textsOf(words).map(([name, text]) => [name, (text.match(/\{\w+\}/g) ?? []).sort()]);

describe('the words of mails', () => {
  it.each(CATALOGUES)(
    'in "%s" are about the same as the English ones, and none of them is English',
    (_locale, words) => {
      expect(placeholdersOf(words)).toEqual(placeholdersOf(en));
      const english = new Set(textsOf(en).map(([, text]) => text));
      expect(textsOf(words).filter(([, text]) => english.has(text))).toEqual([]);
    },
  );

  it('are those of the language of a locale, and English where there are none', () => {
    expect(wordsOf('pt-BR')).toEqual({ words: pt, language: 'pt' });
    expect(wordsOf('DE-at')).toEqual({ words: de, language: 'de' });
    expect(wordsOf('ja')).toEqual({ words: en, language: 'en' });
  });
});
