import { calls } from '@siteninja/contracts';
import { publicOrigin, tenantOf } from '@siteninja/core';
import { composeMail, MailRefused, nameInMail } from '@siteninja/mail';
import { type BillingCtx } from '../context';
import { type MailName, wordsOf } from './words';

/**
 * Writes to each admin of the tenant, in the tenant's language.
 * @throws where nobody could be written to, and somebody may be later
 */
export async function mailAdmins(ctx: BillingCtx, name: MailName, date: Date): Promise<void> {
  const params = { tenantId: tenantOf(ctx) };
  const tenant = await ctx.ports.services.call(ctx, calls.listAdminEmails, { params });
  const { words, language } = wordsOf(tenant.locale);
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(date);
  const filled = (text: string): string =>
    text.replaceAll('{date}', day).replaceAll('{tenant}', nameInMail(tenant.name));
  const mail = composeMail({
    locale: language,
    subject: filled(words[name].subject),
    paragraphs: [filled(words[name].text)],
    action: { label: words.action, url: `${appOrigin(ctx)}/billing` },
  });
  const sent = await Promise.allSettled(tenant.emails.map((to) => ctx.ports.mailer.send({ to, ...mail })));
  const failures: unknown[] = [];
  for (const each of sent) if (each.status === 'rejected') failures.push(each.reason);
  for (const error of failures) ctx.log.warn('a mail about a payment was not sent', { error });
  // Tried again only where that writes to nobody twice.
  const mayBeLater = failures.filter((error) => !(error instanceof MailRefused));
  if (mayBeLater.length > 0 && failures.length === sent.length) throw mayBeLater[0];
}

/** From the configuration alone. */
function appOrigin({ config }: BillingCtx): string {
  return config.APP_URL?.replace(/\/$/, '') ?? publicOrigin(config, config.BASE_DOMAIN);
}
