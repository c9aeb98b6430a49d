import { wordsOf } from '../../markup/words';
import { type Facts } from '../facts';
import { sentencesOf } from './sentences';

/** The facts as sentences, the tenant's own first, in words that fit every language. */
export function factSentences({ business, cities }: Facts): string[] {
  const { businessName, description = '', contactPhone } = business;
  const words = wordsOf(business);
  return [
    ...sentencesOf(description),
    ...(cities.length > 0 ? [`${businessName}: ${cities.join(', ')}.`] : []),
    ...(contactPhone === undefined ? [] : [`${words.contact}: ${contactPhone}.`]),
  ];
}
