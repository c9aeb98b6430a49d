import { described, type Schema, text } from './schema';

const LABEL = '[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';

/** The last label starts with a letter: what does not is an IP address. */
const DOMAIN = new RegExp(`^(${LABEL}\\.)+[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\\.?$`);

/** A domain, of two labels or more. */
export function domainName(): Schema<string> {
  return described(text({ max: 253, pattern: DOMAIN }), 'A domain; letters beyond ASCII in punycode.');
}
