import { inTime } from '@siteninja/core';
import { createTransport } from 'nodemailer';
import { AUTOMATIC, checkedMail, type Mailer, MailRefused, type Sender } from './mailer';

const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 10_000;
const SEND_TIMEOUT_MS = 30_000;

export interface SmtpOptions {
  /** `smtp://` upgrades to TLS where the server can, `smtps://` begins with it. */
  url: string;
  from: Sender;
  timeoutMs?: number;
}

/** Sends by SMTP, over a connection of its own for each mail. A password never goes over one without TLS. */
export function smtpMailer({ url, from, timeoutMs = SEND_TIMEOUT_MS }: SmtpOptions): Mailer {
  const { username, host } = new URL(url);
  const transport = createTransport({
    url,
    requireTLS: username !== '',
    connectionTimeout: Math.min(CONNECT_TIMEOUT_MS, timeoutMs),
    greetingTimeout: Math.min(CONNECT_TIMEOUT_MS, timeoutMs),
    dnsTimeout: Math.min(CONNECT_TIMEOUT_MS, timeoutMs),
    socketTimeout: Math.min(IDLE_TIMEOUT_MS, timeoutMs),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    description: `SMTP (${host})`,
    send: async (mail) => {
      const { to, replyTo, subject, text, html } = checkedMail(mail);
      const sent = transport.sendMail({
        from,
        // As an object it is one mailbox; nodemailer would read a string as a list.
        to: { name: '', address: to },
        ...(replyTo === undefined ? {} : { replyTo: { name: '', address: replyTo } }),
        subject,
        text,
        ...(html === undefined ? {} : { html }),
        headers: AUTOMATIC,
      });
      const late = (): Error => new Error(`The SMTP server took longer than ${timeoutMs / 1_000} s.`);
      await inTime(sent, timeoutMs, late).catch((error: unknown) => {
        throw isRefusal(error)
          ? new MailRefused('The SMTP server refused the recipient.', { cause: error })
          : error;
      });
    },
  };
}

/** The server said of every recipient that it will never take mail for them (RFC 5321 §4.2.1: 5yz). */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error && 'rejectedErrors' in error)) return false;
  const { rejectedErrors } = error;
  return (
    Array.isArray(rejectedErrors) &&
    rejectedErrors.length > 0 &&
    rejectedErrors.every(({ responseCode }: { responseCode?: unknown }) => Number(responseCode) >= 500)
  );
}
