import { type Tx } from '@siteninja/events';
import { defineJob, jobKind, schedule } from '@siteninja/jobs';
import { composeMail, type Mail, MailRefused, nameInMail } from '@siteninja/mail';
import { pick, s } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { type SiteFacts } from '../markup/site';
import { formContent, type FormField } from '../section-types/contact-form/form-fields';
import { sites } from '../sites/site.model';
import { forms } from './form.model';
import { noticeWordsOf } from './notice-words';
import { type SubmissionRow, submissions } from './submission.model';

const notice = jobKind(
  'submission.notify',
  s.object({ submissionId: s.uuid(), ...pick(formContent, 'notify').fields }),
);

/**
 * Has the owner of the form told of a submission by mail, once it is committed: at the form's `notify`, else at the
 * contact address of the tenant.
 */
export function notifyOf(
  tx: Tx<ContentCtx>,
  { _id: submissionId }: SubmissionRow,
  notify: string | undefined,
): Promise<void> {
  const data = { submissionId, ...(notify === undefined ? {} : { notify }) };
  return schedule(tx, { kind: notice, key: submissionId, dueAt: tx.clock.now(), data });
}

/** One mail a submission; none where it has been deleted meanwhile, or nobody is to be told. */
export const notifyOfSubmission = defineJob<
  ContentCtx,
  { submissionId: string; notify?: string | undefined }
>({
  kind: notice,
  perform: async (ctx, { data: { submissionId, notify } }) => {
    const [row, site] = await Promise.all([
      submissions.in(ctx).findOne({ _id: submissionId, spam: false }),
      sites.in(ctx).findOne({}),
    ]);
    const to = notify ?? site?.facts?.contactEmail;
    if (!row || !site?.facts || to === undefined) return;
    const form = await forms.in(ctx).findOne({ sectionId: row.sectionId });
    const mail = composeNotice(row, form ?? { heading: '', fields: [] }, site.facts);
    try {
      await ctx.ports.mailer.send({ to, ...mail });
    } catch (error) {
      if (!(error instanceof MailRefused)) throw error;
      ctx.log.warn('the mail of a submission was refused for good', { submissionId, error });
    }
  },
});

interface FormShown {
  readonly heading: string;
  readonly fields: readonly Pick<FormField, 'name' | 'label' | 'type'>[];
}

/** Answers in the order of the form's fields; what the form has no longer comes last, by its name. */
function composeNotice(
  { fields: answers }: SubmissionRow,
  form: FormShown,
  { businessName, locale = 'en' }: SiteFacts,
): Omit<Mail, 'to'> {
  const { words, language } = noticeWordsOf(locale);
  const filled = (template: string): string =>
    template.replaceAll('{form}', nameInMail(form.heading)).replaceAll('{site}', nameInMail(businessName));
  const known = form.fields.filter(({ name }) => Object.hasOwn(answers, name));
  const labels = new Map(known.map(({ name, label }) => [name, label]));
  const names = [...labels.keys(), ...Object.keys(answers).filter((name) => !labels.has(name))];
  const boxes = new Set(known.flatMap(({ name, type }) => (type === 'checkbox' ? [name] : [])));
  const paragraphs = names.map((name) => {
    const answer = boxes.has(name) ? words.ticked : (answers[name] ?? '');
    return `${labels.get(name) ?? name}:\n${answer}`;
  });
  const replyTo = known.flatMap(({ name, type }) => (type === 'email' ? (answers[name] ?? []) : []))[0];
  return {
    ...composeMail({
      locale: language,
      subject: filled(words.subject),
      paragraphs: [filled(words.text), ...paragraphs, replyTo === undefined ? words.noReply : words.reply],
    }),
    ...(replyTo === undefined ? {} : { replyTo }),
  };
}
