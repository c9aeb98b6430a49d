import { hrefsIn, walkJson } from '@siteninja/core';
import { type Choices, isChosenField } from './model-schema';

// Their beginnings are bounded: a long run of letters is otherwise read again from each of them.
const WEB_ADDRESS = /\w{1,20}:\/\/[^\s"'<>]+|\/\/\w[^\s"'<>]*|www\.[^\s"'<>]+|javascript:[^\s"'<>]*/gi;
const EMAIL_ADDRESS = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g;
/** Nine digits and more: shorter runs are years, prices and hours. */
const TELEPHONE = /\+?\d(?:[ ()/.-]{0,3}\d){8,}/g;

/** What a proposal may say beside its own words. */
export interface Allowed {
  readonly choices: Choices;
  /** Texts whose web addresses may be said again: those that visitors read already. */
  readonly published: string;
  /** Texts whose email addresses and telephone numbers may be said. */
  readonly known: string;
}

/** Where a model leads somewhere, names something, or tells how to reach somebody that its brief does not have. */
export function faultsOf(answer: unknown, { choices, published, known }: Allowed): string[] {
  const faults: string[] = [];
  const isKnownNumber = knownNumbers(known);
  for (const { name, value } of walkJson(answer)) {
    if (typeof value !== 'string') continue;
    if (isChosenField(name)) {
      if (!choices[name].includes(value)) faults.push(`\`${name}\` has a value that was not offered`);
      continue;
    }
    if (hrefsIn(value).some((href) => !choices.href.includes(href))) {
      faults.push(`a link in \`${name}\` leads to an address that was not offered`);
    }
    const words = withoutTags(value);
    if (found(words, WEB_ADDRESS).some((address) => !published.includes(address))) {
      faults.push(`\`${name}\` has a web address`);
    }
    if (found(words, EMAIL_ADDRESS).some((address) => !known.includes(address))) {
      faults.push(`\`${name}\` has an email address that is not in the data`);
    }
    if (!found(words, TELEPHONE).every(isKnownNumber)) {
      faults.push(`\`${name}\` has a telephone number that is not in the data`);
    }
  }
  return [...new Set(faults)];
}

/** Links are checked by where they lead; what is left of other tags is read as words. */
function withoutTags(text: string): string {
  return text.replace(/<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?>/gi, ' ');
}

function found(text: string, pattern: RegExp): string[] {
  return text.match(pattern) ?? [];
}

/** Numbers are written in many ways, with the code of the country and without. */
function knownNumbers(known: string): (number: string) => boolean {
  const numbers = found(known, TELEPHONE).map(nationalDigits);
  return (number) => {
    const digits = nationalDigits(number);
    return numbers.some((each) => each.endsWith(digits) || digits.endsWith(each));
  };
}

function nationalDigits(number: string): string {
  return number.replace(/\D/g, '').replace(/^0+/, '');
}
