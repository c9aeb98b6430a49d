import { parse, s } from '@siteninja/schema';
import { AUTOMATIC, checkedMail, type Mail, type Mailer, MailRefused, type Sender } from './mailer';

const SEND_TIMEOUT_MS = 15_000;

export interface SendGridOptions {
  /** The API's base, `https://api.sendgrid.com` or that of a region. */
  url: string;
  apiKey: string;
  from: Sender;
  timeoutMs?: number;
}

/** Sends by SendGrid's API (v3, POST /mail/send). */
export function sendGridMailer({ url, apiKey, from, timeoutMs = SEND_TIMEOUT_MS }: SendGridOptions): Mailer {
  return {
    description: 'SendGrid',
    send: async (mail) => {
      const answer = await fetch(`${url.replace(/\/$/, '')}/v3/mail/send`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(messageOf(checkedMail(mail), from)),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (answer.ok) return void (await answer.body?.cancel());
      const reasons = reasonsOf(await answer.text());
      const message = `SendGrid answered ${answer.status}: ${reasons.map((reason) => reason.message).join('; ')}`;
      const isRefusal =
        answer.status === 400 && reasons.some(({ field }) => field?.startsWith('personalizations') === true);
      throw isRefusal ? new MailRefused(message) : new Error(message);
    },
  };
}

function messageOf({ to, replyTo, subject, text, html }: Mail, from: Sender) {
  return {
    personalizations: [{ to: [{ email: to }] }],
    from: { email: from.address, ...(from.name === '' ? {} : { name: from.name }) },
    ...(replyTo === undefined ? {} : { reply_to: { email: replyTo } }),
    subject,
    content: [
      { type: 'text/plain', value: text },
      ...(html === undefined ? [] : [{ type: 'text/html', value: html }]),
    ],
    headers: AUTOMATIC,
    // Links carry tokens: they lead to where they say, and nobody counts them.
    tracking_settings: {
      click_tracking: { enable: false, enable_text: false },
      open_tracking: { enable: false },
    },
  };
}

const failure = s.looseObject({
  errors: s.array(s.looseObject({ message: s.string(), field: s.optional(s.nullable(s.string())) })),
});

function reasonsOf(body: string): readonly { message: string; field?: string | null | undefined }[] {
  try {
    const read = parse(failure, JSON.parse(body), { isOwn: true });
    return 'value' in read ? read.value.errors : [];
  } catch {
    return [];
  }
}
