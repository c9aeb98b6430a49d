import { domainToASCII } from 'node:url';
import Joi from 'joi';
import { canonicalText } from './text';

const ADDRESS = Joi.string().email({ tlds: false });

/**
 * An email address in NFC, its domain in lower case as A-labels (RFC 5890), without spaces around it. Undefined for
 * what is no address.
 */
export function canonicalEmail(text: string): string | undefined {
  const address = canonicalText(text.trim());
  if (address === undefined) return undefined;
  const at = address.lastIndexOf('@');
  const typed = address.slice(at + 1);
  const domain = domainToASCII(typed);
  // The parser of domains also takes numbers for IP addresses, and ends at what begins a port or a path.
  if (/^[\d.]*$/.test(domain) || /[\s:/?#\\%]/.test(typed)) return undefined;
  const canonical = `${address.slice(0, Math.max(at, 0))}@${domain}`;
  return ADDRESS.validate(canonical).error ? undefined : canonical;
}

/** The one form of a mailbox, by which addresses are compared: also its local part is in lower case. */
export function mailboxOf(email: string): string {
  return (canonicalEmail(email) ?? email.trim()).toLowerCase().normalize('NFC');
}
