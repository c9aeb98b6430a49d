import { described, type Schema, text } from './schema';

/** Whatever is beyond ASCII is judged where it is turned into punycode. */
const LETTER = 'a-zA-Z\\u00a1-\\uffff';
const LABEL = `[${LETTER}0-9]([${LETTER}0-9-]{0,61}[${LETTER}0-9])?`;

/** The last label starts with a letter: what does not is an IP address. */
const DOMAIN = new RegExp(`^(${LABEL}\\.)+[${LETTER}]([${LETTER}0-9-]{0,61}[${LETTER}0-9])?\\.?$`);

/** A domain, of two labels or more. */
export function domainName(): Schema<string> {
  return described(text({ max: 253, pattern: DOMAIN }), 'A domain; it is kept in lower case and punycode.');
}
