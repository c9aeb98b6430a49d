import { csvAnswer, ndjsonAnswer, type RawAnswer } from '@siteninja/http';
import { type IntegrationCtx } from '../context';
import { listAuditLogs } from './audit-log';
import { type AuditFilters, type AuditLog, auditLog } from './audit-log.schema';

const BATCH_SIZE = 100;
const COLUMNS = Object.keys(auditLog.fields);

type Format = 'ndjson' | 'csv';

/** The entries as they are listed, newest first: an entry a line as JSON, or as CSV with a column a field. */
export function exportAuditLogs(
  ctx: IntegrationCtx,
  { format, ...filters }: AuditFilters & { format: Format },
): RawAnswer {
  const entries = entriesOf(ctx, filters);
  return format === 'csv'
    ? csvAnswer('audit-logs.csv', COLUMNS, entries)
    : ndjsonAnswer('audit-logs.ndjson', entries);
}

async function* entriesOf(ctx: IntegrationCtx, filters: AuditFilters): AsyncGenerator<AuditLog> {
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const place = { limit: BATCH_SIZE, ...(cursor === undefined ? {} : { cursor }) };
    const { items, pagination } = await listAuditLogs(ctx, { ...filters, ...place });
    yield* items;
    cursor = pagination.nextCursor;
  }
}
