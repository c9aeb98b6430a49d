import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RawAnswer } from '@siteninja/http';
import { stringify } from 'csv-stringify';
import { type IntegrationCtx } from '../context';
import { listAuditLogs } from './audit-log';
import { type AuditFilters, type AuditLog, auditLog } from './audit-log.schema';

const BATCH_SIZE = 100;
const COLUMNS = Object.keys(auditLog.fields);

type Format = 'ndjson' | 'csv';

/**
 * The entries as they are listed, newest first, read and sent bit by bit: an entry a line as JSON, or as CSV (RFC 4180)
 * with a column a field and JSON in the cells of objects. A cell that a spreadsheet would take for a formula begins with
 * an apostrophe.
 */
export function exportAuditLogs(
  ctx: IntegrationCtx,
  { format, ...filters }: AuditFilters & { format: Format },
): RawAnswer {
  return new RawAnswer(async (_request, response) => {
    response.setHeader('Content-Type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson');
    response.setHeader('Content-Disposition', `attachment; filename="audit-logs.${format}"`);
    response.setHeader('Cache-Control', 'no-store');
    const entries = entriesOf(ctx, filters);
    try {
      if (format === 'csv') await pipeline(Readable.from(entries), csv(), response);
      else await pipeline(Readable.from(linesOf(entries)), response);
    } catch (error) {
      // A client that closed the connection needs no answer.
      if (!response.destroyed) throw error;
    }
  });
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

async function* linesOf(entries: AsyncIterable<AuditLog>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}

function csv(): Transform {
  return stringify({ header: true, columns: COLUMNS, escape_formulas: true, record_delimiter: 'windows' });
}
