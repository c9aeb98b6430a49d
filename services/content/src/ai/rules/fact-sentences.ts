import { wordsOf } from '../../markup/words';
import { citiesOf, emailOf, type Facts, hoursOf, phoneOf } from '../facts';
import { sentencesOf } from './sentences';

/** The facts as sentences, the tenant's own first, in words that fit every language. */
export function factSentences(facts: Facts): string[] {
  const { businessName, description = '' } = facts.business;
  const cities = citiesOf(facts);
  return [
    ...sentencesOf(description),
    ...(cities.length > 0 ? [`${businessName}: ${cities.join(', ')}.`] : []),
    ...contactSentences(facts),
    ...hoursSentences(facts),
  ];
}

/** How the business is reached; empty where it does not say. */
export function contactSentences(facts: Facts): string[] {
  const ways = [phoneOf(facts), emailOf(facts)].filter((way) => way !== undefined);
  return ways.length > 0 ? [`${wordsOf(facts.business).contact}: ${ways.join(', ')}.`] : [];
}

/** When the business is open; empty where it does not say. */
export function hoursSentences(facts: Facts): string[] {
  const hours = hoursOf(facts);
  return hours.length > 0 ? [`${wordsOf(facts.business).openingHours}: ${hours.join('; ')}.`] : [];
}
