import { parse, s } from '@siteninja/schema';

/** One message to one mailbox. */
export interface Mail {
  /** An address alone, without a name. */
  to: string;
  subject: string;
  text: string;
  html?: string;
  /** Where answers go, if not to the sender. */
  replyTo?: string;
}

/** Who a mail is from. */
export interface Sender {
  name: string;
  address: string;
}

export interface Mailer {
  /** What it does with mails, in the words of the banner of `npm start`. */
  readonly description: string;
  /**
   * Hands a mail to the service that delivers it, within 30 s.
   * @throws MailRefused where that is never going to work for this recipient; any other error where it may later
   */
  send(mail: Mail): Promise<void>;
}

/** No such mailbox, or no address: trying again is useless. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
}

/** Headers of every mail: nobody's out-of-office reply answers it (RFC 3834 §5). */
export const AUTOMATIC = { 'Auto-Submitted': 'auto-generated' };

const MAX_SUBJECT_LENGTH = 200;

const addresses = s.object({ to: s.email(), replyTo: s.optional(s.email()) });

/**
 * The mail with its subject on one line and its addresses in their one form, so that none of them can hold a header of
 * its own. Every implementation sends what this gives.
 * @throws MailRefused where an address is none
 */
export function checkedMail({ to, replyTo, subject, ...mail }: Mail): Mail {
  const checked = parse(addresses, { to, ...(replyTo === undefined ? {} : { replyTo }) });
  if ('errors' in checked) throw new MailRefused(checked.errors.map(({ message }) => message).join('; '));
  return { ...mail, ...checked.value, subject: shortened(subject) };
}

function shortened(subject: string): string {
  return [...singleLine(subject)].slice(0, MAX_SUBJECT_LENGTH).join('');
}

/** The text without control characters, its lines joined. */
export function singleLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\s]+/gu, ' ').trim();
}
