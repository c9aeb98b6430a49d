import { cursorListOf, cursorQuery, listOf, noContent, ok, raw } from '@siteninja/http';
import { route } from '../context';
import { exportSubmissions } from './export-answer';
import { exportQuery, form, formQuery, submission, submissionChange, submissionFilters } from './form.schema';
import { listForms } from './list-forms';
import { deleteSubmission, getSubmission, listSubmissions, updateSubmission } from './submission';

const SUBMISSIONS = '/tenants/:tenantId/submissions';

export const formRoutes = [
  route({
    method: 'get',
    path: '/tenants/:tenantId/forms',
    summary: 'List the forms of a site, with how much has been sent by each',
    description:
      'The live ones in the order of the site, then those that are live no longer and were sent at least once.',
    allow: 'read:submissions',
    query: formQuery,
    returns: listOf(form),
    handle: (ctx, { query }) => listForms(ctx, query),
  }),
  route({
    method: 'get',
    path: SUBMISSIONS,
    summary: 'List what visitors have sent, newest first',
    description:
      'What looks like spam is kept apart, and listed with `spam=true`. The score is a sum of points: the hidden field filled in (100), links beside the first (20 each, at most 60), markup for links (50), a link where one line is asked for (30), long text that came before within a day (30 each, at most 60), another script than the site is in (30). Submissions are deleted after 365 days and spam after 30, unless the installation says otherwise.',
    allow: 'read:submissions',
    query: cursorQuery({ filters: submissionFilters }),
    returns: cursorListOf(submission),
    handle: (ctx, { query }) => listSubmissions(ctx, query),
  }),
  route({
    method: 'get',
    path: `${SUBMISSIONS}/export`,
    operationId: 'exportSubmissions',
    summary: 'Get the submissions as a CSV file, newest first',
    description:
      'Columns: id, createdAt, sectionId, pageId, spam, spamScore, readAt, and `fields.<name>` for each answer; those of newer fields come last. A cell that a spreadsheet would take for a formula begins with an apostrophe.',
    allow: 'read:submissions',
    query: exportQuery,
    returns: raw('text/csv'),
    handle: (ctx, { query }) => exportSubmissions(ctx, query),
  }),
  route({
    method: 'get',
    path: `${SUBMISSIONS}/:submissionId`,
    summary: 'Read a submission; that alone does not mark it as read',
    allow: 'read:submissions',
    returns: ok(submission),
    errors: ['submission.not_found'],
    handle: (ctx, { params }) => getSubmission(ctx, params.submissionId),
  }),
  route({
    method: 'put',
    path: `${SUBMISSIONS}/:submissionId`,
    summary: 'Mark a submission as read or unread, or as spam or not',
    allow: 'write:submissions',
    body: submissionChange,
    current: (ctx, { submissionId }) => getSubmission(ctx, submissionId),
    returns: ok(submission),
    emits: ['submission.updated'],
    example: { readAt: '2026-03-02T09:30:00Z' },
    errors: ['submission.not_found', 'request.precondition_failed'],
    handle: (ctx, { params, body }) => updateSubmission(ctx, params.submissionId, body),
  }),
  route({
    method: 'delete',
    path: `${SUBMISSIONS}/:submissionId`,
    summary: 'Delete a submission for good',
    allow: 'delete:submissions',
    returns: noContent(),
    emits: ['submission.deleted'],
    errors: ['submission.not_found', 'request.precondition_failed'],
    handle: (ctx, { params }) => deleteSubmission(ctx, params.submissionId),
  }),
];
