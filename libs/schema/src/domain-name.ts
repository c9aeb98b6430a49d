import { Schema } from './schema';
import { string } from './string';

/** Letters outside ASCII are checked when the name is converted to punycode. */
const LETTER = 'a-zA-Z\\u00a1-\\uffff';
const LABEL = `[${LETTER}0-9]([${LETTER}0-9-]{0,61}[${LETTER}0-9])?`;

/** The last label starts with a letter, otherwise it is an IP address. */
const DOMAIN = new RegExp(`^(${LABEL}\\.)+[${LETTER}]([${LETTER}0-9-]{0,61}[${LETTER}0-9])?\\.?$`);

/** A domain, of two labels or more. */
export function domainName(): Schema<string, string> {
  const { joi } = string({ max: 253, pattern: DOMAIN, must: 'be a domain, such as harbor.example' });
  return new Schema(joi.description('A domain; it is kept in lower case and punycode.'));
}
