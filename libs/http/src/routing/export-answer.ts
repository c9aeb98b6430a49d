import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import { type Response } from 'express';
import { RawAnswer } from './route';

/**
 * A file that is read and sent bit by bit. What fails before its first bytes is answered like any error; what fails
 * later breaks the connection off, so that the client does not take what it has for the whole. For HEAD no more is read
 * than tells that it can be.
 */
function exportAnswer(contentType: string, filename: string, chunks: AsyncIterable<string>): RawAnswer {
  return new RawAnswer(async (request, response) => {
    const iterator = chunks[Symbol.asyncIterator]();
    const first = await iterator.next();
    setDownloadHeaders(response, contentType, filename);
    if (request.method === 'HEAD') {
      await iterator.return?.();
      response.end();
      return;
    }
    await send(response, first.done === true ? [] : [first.value], iterator);
  });
}

/** Of a file that is made for this one answer. */
export function setDownloadHeaders(response: Response, contentType: string, filename: string): void {
  response.setHeader('Content-Type', contentType);
  response.setHeader('Content-Disposition', `attachment; filename="${filename}"`);
  response.setHeader('Cache-Control', 'no-store');
}

async function send(response: Response, first: string[], rest: AsyncIterator<string>): Promise<void> {
  const remaining = { [Symbol.asyncIterator]: () => rest };
  await pipeline(async function* () {
    yield* first;
    yield* remaining;
  }, response);
}

/** Each item as a line of JSON. */
export function ndjsonAnswer(filename: string, items: AsyncIterable<object>): RawAnswer {
  return exportAnswer('application/x-ndjson', filename, linesOf(items));
}

async function* linesOf(items: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const item of items) yield `${JSON.stringify(item)}\n`;
}

/**
 * CSV (RFC 4180) with the names of the columns as its first row, and JSON in the cells of objects. A record is an
 * object, or its cells in order. A cell that a spreadsheet would take for a formula begins with an apostrophe.
 */
export function csvAnswer(
  filename: string,
  columns: readonly string[],
  records: AsyncIterable<object>,
): RawAnswer {
  return exportAnswer('text/csv; charset=utf-8', filename, csvOf(columns, records));
}

async function* csvOf(names: readonly string[], records: AsyncIterable<object>): AsyncGenerator<string> {
  // A copy, as the library's type asks for an array that it may change.
  const options = { columns: [...names], escape_formulas: true, record_delimiter: 'windows' };
  yield stringify([], { ...options, header: true });
  for await (const record of records) yield stringify([record], options);
}
