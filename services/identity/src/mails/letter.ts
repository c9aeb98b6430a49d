import { composeMail, MailRefused, nameInMail } from '@siteninja/mail';
import { appOrigin } from '../config';
import { type IdentityCtx } from '../context';
import { tenants } from '../tenants/tenant.projection';
import { type LetterWords, type NoticeWords, wordsOf, type Words } from './words';

/** Where the app takes up what a mail's link leads to. */
const PATHS = {
  verifyEmail: '/verify-email',
  resetPassword: '/reset-password',
  invitation: '/accept-invitation',
} as const;

type LetterName = keyof typeof PATHS;

interface Recipient {
  to: string;
  /** Whose language the letter has; English without one. */
  tenantId: string | null;
}

type Facts = Partial<Record<'tenant' | 'inviter' | 'email' | 'host', string>>;

/** Sends a letter whose link carries a token. */
export async function sendLetter(
  ctx: IdentityCtx,
  name: LetterName,
  { token, facts = {}, ...recipient }: Recipient & { token: string; facts?: Facts },
): Promise<void> {
  const url = `${appOrigin(ctx.config)}${PATHS[name]}?token=${encodeURIComponent(token)}`;
  await send(ctx, recipient, facts, (words) => ({ ...words[name], url }));
}

/** Sends a letter that only tells of something. */
export async function sendNotice(
  ctx: IdentityCtx,
  name: Exclude<keyof Words, LetterName>,
  { facts = {}, ...recipient }: Recipient & { facts?: Facts },
): Promise<void> {
  await send(ctx, recipient, facts, (words) => words[name]);
}

type Content = (LetterWords & { url: string }) | NoticeWords;

/** Who does not get it, as there is no such mailbox, is not tried again. */
async function send(
  ctx: IdentityCtx,
  { to, tenantId }: Recipient,
  facts: Facts,
  contentIn: (words: Words) => Content,
): Promise<void> {
  const tenant = tenantId === null ? null : await tenants.in(ctx).findOne({ _id: tenantId });
  const { words, language } = wordsOf(tenant?.locale ?? 'en');
  const content = contentIn(words);
  const mail = composeMail({
    locale: language,
    subject: filled(content.subject, facts),
    paragraphs: [filled(content.text, facts), content.note],
    ...('url' in content ? { action: { label: content.action, url: content.url } } : {}),
  });
  try {
    await ctx.ports.mailer.send({ to, ...mail });
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    ctx.log.warn('a mail was refused for good', { error });
  }
}

function filled(template: string, facts: Facts): string {
  const values = new Map<string, string>(Object.entries(facts));
  return template.replace(/\{(\w+)\}/g, (_, name: string) => nameInMail(values.get(name) ?? ''));
}
