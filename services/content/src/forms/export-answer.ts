import { csvAnswer, type RawAnswer } from '@siteninja/http';
import { type ContentCtx } from '../context';
import { forms } from './form.model';
import { type SubmissionFilters } from './form.schema';
import { filterOf, presentSubmission } from './submission';
import { submissions } from './submission.model';

const BATCH_SIZE = 100;

/** What every row begins with. */
const COLUMNS = ['id', 'createdAt', 'sectionId', 'pageId', 'spam', 'spamScore', 'readAt'] as const;

/**
 * The submissions as CSV, newest first. Behind the columns that every export has there is one for each answer,
 * `fields.<name>`, in the order in which the forms were given them: new ones come at the end.
 */
export async function exportSubmissions(ctx: ContentCtx, filters: SubmissionFilters): Promise<RawAnswer> {
  const names = await fieldNamesOf(ctx, filters);
  const columns = [...COLUMNS, ...names.map((name) => `fields.${name}`)];
  return csvAnswer('submissions.csv', columns, recordsOf(ctx, filters, names));
}

async function fieldNamesOf(ctx: ContentCtx, { formId }: SubmissionFilters): Promise<string[]> {
  const filter = formId === undefined ? {} : { sectionId: formId };
  const rows = await forms.in(ctx).find(filter, { sort: { _id: 1 }, select: { fieldNames: 1 } });
  return [...new Set(rows.flatMap(({ fieldNames }) => fieldNames))];
}

async function* recordsOf(
  ctx: ContentCtx,
  filters: SubmissionFilters,
  names: readonly string[],
): AsyncGenerator<string[]> {
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const query = { limit: BATCH_SIZE, ...(cursor === undefined ? {} : { cursor }) };
    const { rows, pagination } = await submissions
      .in(ctx)
      .paginateByCursor(filterOf(filters), query, 'createdAt');
    for (const row of rows) {
      const shown = presentSubmission(row);
      yield [
        ...COLUMNS.map((name) => String(shown[name] ?? '')),
        ...names.map((name) => (Object.hasOwn(shown.fields, name) ? (shown.fields[name] ?? '') : '')),
      ];
    }
    cursor = pagination.nextCursor;
  }
}
