import { type Logger } from '@siteninja/core';
import { type CommonConfig, urlOf } from '@siteninja/http';
import { configValue, type Fields, type InferFields, parse, s } from '@siteninja/schema';
import addressparser from 'nodemailer/lib/addressparser';
import { fileMailer } from './file-mailer';
import { type Mailer, type Sender, singleLine } from './mailer';
import { sendGridMailer } from './sendgrid-mailer';
import { smtpMailer } from './smtp-mailer';

/** What a service that sends mail is configured by, on top. */
export const mailConfig = {
  MAIL_FROM: s.describe(
    s.optional(configValue('one address, such as SiteNinja <mail@example.com>', readSender)),
    'The sender of every mail: an address, with or without a name before it. Required where mails are sent.',
  ),
  SMTP_URL: s.describe(
    s.optional(urlOf('smtp', 'smtps')),
    'The mail server, `smtp://user:password@host:587` (STARTTLS) or `smtps://…` (TLS from the beginning). A password goes over TLS alone.',
  ),
  SENDGRID_API_KEY: s.describe(
    s.optional(s.string({ max: 200 })),
    'Sends by SendGrid instead. In production this or `SMTP_URL` is required.',
  ),
  SENDGRID_URL: s.describe(
    s.default(urlOf('https', 'http'), 'https://api.sendgrid.com'),
    "SendGrid's API, where it is that of a region.",
  ),
  MAIL_FOLDER: s.describe(
    s.default(s.string({ max: 4_000 }), '.data/mail'),
    'Without a mail server no mail is sent: each is a JSON file in this folder, which `GET /api/test/mails` shows.',
  ),
} satisfies Fields;

export type MailConfig = InferFields<typeof mailConfig> &
  Pick<CommonConfig, 'NODE_ENV' | 'ALLOW_EMBEDDED' | 'BASE_DOMAIN'>;

/** Whether mails are kept as files instead of being sent. */
export function keepsMails({ SMTP_URL, SENDGRID_API_KEY }: Readonly<MailConfig>): boolean {
  return SMTP_URL === undefined && SENDGRID_API_KEY === undefined;
}

/**
 * Chooses the mailer: SMTP, SendGrid, or files.
 * @throws a sentence where a setting is missing, or two contradict each other
 */
export function mailerFrom(config: Readonly<MailConfig>, log: Logger): Mailer {
  const { SMTP_URL: url, SENDGRID_API_KEY: apiKey, MAIL_FROM: from } = config;
  if (url !== undefined && apiKey !== undefined) {
    throw new Error('SMTP_URL and SENDGRID_API_KEY are two ways to send mail: set one of them.');
  }
  if (url === undefined && apiKey === undefined) return filesFrom(config, log);
  if (from === undefined) throw new Error('MAIL_FROM is required where mails are sent.');
  return url === undefined
    ? sendGridMailer({ url: config.SENDGRID_URL, apiKey: apiKey ?? '', from })
    : smtpMailer({ url, from });
}

function filesFrom(config: Readonly<MailConfig>, log: Logger): Mailer {
  const { NODE_ENV, ALLOW_EMBEDDED, BASE_DOMAIN, MAIL_FOLDER: folder } = config;
  if (NODE_ENV === 'production' && !ALLOW_EMBEDDED) {
    throw new Error(
      'SMTP_URL or SENDGRID_API_KEY is required in production (or ALLOW_EMBEDDED=1: mails are then files that nobody gets).',
    );
  }
  const from = config.MAIL_FROM ?? { name: 'SiteNinja', address: `no-reply@${BASE_DOMAIN}` };
  return fileMailer({ folder, from, log });
}

/** @throws where the text is not one address */
function readSender(text: string): Sender {
  const [sender, ...others] = addressparser(text, { flatten: true });
  const checked = parse(s.email(), sender?.address);
  if (sender === undefined || others.length > 0 || 'errors' in checked) throw new Error('This is no sender.');
  return { name: singleLine(sender.name), address: checked.value };
}
