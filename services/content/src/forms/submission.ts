import { type CursorQuery, presenter, requireMatch } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { type EventType, type NewEvent, submission } from '@siteninja/contracts';
import { type ContentCtx } from '../context';
import { forms } from './form.model';
import { type Submission, type SubmissionChange, type SubmissionFilters } from './form.schema';
import { type SubmissionRow, submissions } from './submission.model';

export const presentSubmission = presenter(submission);

/** Newest first. */
export async function listSubmissions(ctx: ContentCtx, query: CursorQuery & SubmissionFilters) {
  const { rows, pagination } = await submissions
    .in(ctx)
    .paginateByCursor(filterOf(query), query, 'createdAt');
  return { items: rows.map(presentSubmission), pagination };
}

/** What a list or an export is of. */
export function filterOf({ formId, spam, unread }: SubmissionFilters) {
  return {
    spam,
    ...(formId === undefined ? {} : { sectionId: formId }),
    ...(unread === undefined ? {} : { readAt: unread ? null : { $ne: null } }),
  };
}

/** @throws not_found */
export async function getSubmission(ctx: ContentCtx, id: string) {
  return presentSubmission(await submissions.in(ctx).get(id));
}

/** Marks it as read or unread, or as spam or not. @throws not_found, precondition_failed */
export function updateSubmission(ctx: ContentCtx, id: string, change: SubmissionChange) {
  return transaction(ctx, async (tx) => {
    const before = await submissions.in(tx).get(id);
    requireMatch(tx, () => presentSubmission(before));
    const { spam = before.spam } = change;
    const after = await submissions.in(tx).update(id, { spam, readAt: readTimeOf(before, change) });
    await recount(tx, before, after);
    recordSubmission(tx, 'submission.updated', before, after);
    return presentSubmission(after);
  });
}

function readTimeOf(before: SubmissionRow, { readAt }: SubmissionChange): Date | null {
  if (readAt === undefined) return before.readAt;
  return readAt === null ? null : new Date(readAt);
}

/** @throws not_found, precondition_failed */
export function deleteSubmission(ctx: ContentCtx, id: string): Promise<void> {
  return transaction(ctx, async (tx) => {
    const row = await submissions.in(tx).get(id);
    requireMatch(tx, () => presentSubmission(row));
    await removeSubmission(tx, row);
  });
}

export async function removeSubmission(tx: Tx<ContentCtx>, row: SubmissionRow): Promise<void> {
  await submissions.in(tx).delete({ _id: row._id });
  await recount(tx, row, null);
  recordSubmission(tx, 'submission.deleted', row, null);
}

/** Brings the form's numbers in line with a submission that has changed, or is gone. */
async function recount(
  tx: Tx<ContentCtx>,
  before: SubmissionRow,
  after: SubmissionRow | null,
): Promise<void> {
  const [was, is] = [countsOf(before), countsOf(after)];
  const $inc = { total: is.total - was.total, unread: is.unread - was.unread, spam: is.spam - was.spam };
  if (Object.values($inc).some((difference) => difference !== 0)) {
    await forms.in(tx).updateOne({ sectionId: before.sectionId }, { $inc });
  }
}

function countsOf(row: SubmissionRow | null) {
  if (row === null) return { total: 0, unread: 0, spam: 0 };
  return { total: 1, unread: row.readAt === null && !row.spam ? 1 : 0, spam: row.spam ? 1 : 0 };
}

type Types = Extract<EventType, 'contact.submitted' | 'submission.updated' | 'submission.deleted'>;

/**
 * The event has what was sent. What it says of the change, which the audit log keeps, has not: that log outlives
 * submissions, and is to say what was done with them.
 */
export function recordSubmission(
  tx: Tx<ContentCtx>,
  type: Types,
  before: SubmissionRow | null,
  after: SubmissionRow | null,
  more: Pick<NewEvent, 'actor'> = {},
): void {
  const row = after ?? before;
  if (row === null) throw new Error(`${type} says neither what was nor what is.`);
  const version = after === null ? row.revision + 1 : row.revision;
  const change = { before: before && withoutAnswers(before), after: after && withoutAnswers(after) };
  const resource = { type: 'submission', id: row._id, version };
  tx.record({ type, resource, data: presentSubmission(row), change, ...more });
}

function withoutAnswers(row: SubmissionRow): Omit<Submission, 'fields'> {
  const { fields: _fields, ...rest } = presentSubmission(row);
  return rest;
}
