import { DAY_MS, tooManyRequests } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { addressKey, type Hit, secondsOverLimit } from '@siteninja/http';
import { stringify } from 'safe-stable-stringify';
import { type ContentCtx } from '../context';
import { checkAnswers, type Problem } from '../section-types/contact-form/check-answers';
import { TRAP_FIELD } from '../section-types/contact-form/form-fields';
import { contentHashOf } from '../sites/checksum';
import { forms } from './form.model';
import { isTokenOf } from './form-token';
import { type LiveForm } from './live-form';
import { notifyOf } from './notify.jobs';
import { SPAM_THRESHOLD, spamScoreOf } from './spam-score';
import { recordSubmission } from './submission';
import { type SubmissionRow, submissions } from './submission.model';

/** What a visitor sends. */
export interface FilledForm {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly token: string;
}

export interface Sender {
  readonly ipAddress: string;
  readonly userAgent: string | null;
}

/** What became of it: it is kept, or it comes back with what is wrong. */
export type Outcome =
  | { readonly submissionId: string }
  | { readonly isTokenWrong: boolean; readonly problems: readonly Problem[] };

/** Equal answers of one address within this time are one submission: a double click, or a page that is reloaded. */
const SAME_WITHIN_MS = 60_000;
/** Words that have come before within this time look like spam. */
const REPEATED_WITHIN_MS = DAY_MS;
const MAX_COUNTED_REPETITIONS = 2;

/**
 * Keeps what a visitor sends by a form. What looks like spam is kept too, apart; its sender is not told.
 * @throws too_many_requests `form.rate_limited`
 */
export async function submitForm(
  ctx: ContentCtx,
  live: LiveForm,
  filled: FilledForm,
  sender: Sender,
): Promise<Outcome> {
  const { [TRAP_FIELD]: trap = '', ...given } = filled.fields;
  const { tenant } = live.release.site;
  const { answers, problems } = checkAnswers(live.form.fields, given, tenant);
  const isTokenWrong = !(await isTokenOf(ctx, live.release, live.id, filled.token));
  if (isTokenWrong || problems.length > 0) return { isTokenWrong, problems };
  const contentHash = contentHashOf(answers);
  const twin = await findTwin(ctx, live.id, contentHash, sender);
  if (twin) return { submissionId: twin._id };
  await countSubmission(ctx, live.id, sender);
  const spamScore = spamScoreOf({
    isTrapped: trap !== '',
    fields: live.form.fields,
    answers,
    locale: tenant.locale,
    repetitions: await countRepetitions(ctx, contentHash),
  });
  const row = await keep(ctx, live, { answers, contentHash, spamScore, sender });
  return { submissionId: row._id };
}

function findTwin(
  ctx: ContentCtx,
  sectionId: string,
  contentHash: string,
  { ipAddress: ip }: Sender,
): Promise<SubmissionRow | null> {
  const since = new Date(ctx.clock.now().getTime() - SAME_WITHIN_MS);
  return submissions.in(ctx).findOne({ contentHash, createdAt: { $gt: since }, sectionId, ip });
}

async function countRepetitions(ctx: ContentCtx, contentHash: string): Promise<number> {
  const since = new Date(ctx.clock.now().getTime() - REPEATED_WITHIN_MS);
  const limit = MAX_COUNTED_REPETITIONS;
  const select = { _id: 1 } as const;
  return (await submissions.in(ctx).find({ contentHash, createdAt: { $gt: since } }, { limit, select }))
    .length;
}

/**
 * Counts by address first, so that one sender who is refused uses up nothing of what the form takes from others.
 * @throws too_many_requests
 */
async function countSubmission(ctx: ContentCtx, formId: string, { ipAddress }: Sender): Promise<void> {
  const { FORM_ADDRESS_LIMIT, FORM_LIMIT } = ctx.config;
  const { formRates } = ctx.ports;
  requireWithin(
    ctx,
    FORM_ADDRESS_LIMIT,
    await formRates.increment(`form:${formId}:${addressKey(ipAddress)}`),
  );
  requireWithin(ctx, FORM_LIMIT, await formRates.increment(`form:${formId}`));
}

function requireWithin(ctx: ContentCtx, limit: number, hit: Hit): void {
  const seconds = secondsOverLimit(hit, { limit, scale: ctx.config.RATE_LIMIT_SCALE }, ctx.clock);
  if (seconds !== null) {
    throw tooManyRequests('form.rate_limited', 'Too much has been sent by this form', seconds);
  }
}

interface Kept {
  answers: Readonly<Record<string, string>>;
  contentHash: string;
  spamScore: number;
  sender: Sender;
}

async function keep(ctx: ContentCtx, live: LiveForm, kept: Kept): Promise<SubmissionRow> {
  const { answers: fields, contentHash, spamScore, sender } = kept;
  const sectionId = live.id;
  const spam = spamScore >= SPAM_THRESHOLD;
  await rememberForm(ctx, live);
  return transaction(ctx, async (tx) => {
    // Of two that are equal and come at once, the second waits here and then finds the first.
    await forms.in(tx).lock({ sectionId }, 'submissionLock');
    const twin = await findTwin(tx, sectionId, contentHash, sender);
    if (twin) return twin;
    const { ipAddress: ip, userAgent } = sender;
    const facts = { sectionId, pageId: live.entry.pageId, readAt: null, spamScore, spam };
    const row = await submissions.in(tx).insert({ ...facts, fields, contentHash, ip, userAgent });
    await forms.in(tx).updateOne(
      { sectionId },
      {
        $inc: { total: 1, unread: spam ? 0 : 1, spam: spam ? 1 : 0 },
        $set: { lastSubmittedAt: row.createdAt },
        $addToSet: { fieldNames: { $each: Object.keys(fields) } },
      },
    );
    // Who a visitor is, is nobody's business but the tenant's: no address goes into an event.
    recordSubmission(tx, 'contact.submitted', null, row, { actor: { type: 'visitor' } });
    if (!spam) await notifyOf(tx, row, live.form.notify);
    return row;
  });
}

/** Keeps the form as it is now, for when it is live no longer. */
async function rememberForm(ctx: ContentCtx, { id: sectionId, entry, form }: LiveForm): Promise<void> {
  const shown = { pageId: entry.pageId, heading: form.heading, fields: [...form.fields] };
  const none = { fieldNames: [], total: 0, unread: 0, spam: 0, lastSubmittedAt: null, submissionLock: 0 };
  const known = await forms.in(ctx).findOne({ sectionId });
  const isSame =
    known &&
    stringify(shown) === stringify({ pageId: known.pageId, heading: known.heading, fields: known.fields });
  if (!isSame) await forms.in(ctx).upsert({ sectionId }, { $set: shown, $setOnInsert: none });
}
