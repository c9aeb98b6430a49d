import { invalid } from '@siteninja/core';
import { parseJson } from '@siteninja/http';
import { parse, type Schema } from '@siteninja/schema';
import { type Findings, type Place } from './findings';
import { type ReceivedEntry } from './read-archive';

/** A page has 2 MB of sections, and what is said around them. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;
const LINE_FEED = 0x0a;

/** How the lines of an entry are read. */
interface Lines<T> {
  schema: Schema<T>;
  max: number;
  /** Brings what an older version has written into the form that the schema knows. */
  prepare?(value: unknown): unknown;
  /** @throws invalid for what the schema cannot say */
  take(value: T, place: Place): void | Promise<void>;
}

/**
 * Reads an entry line by line; only one is held at a time.
 * @throws invalid, naming each line that is wrong
 */
export async function readLines<T>(
  { name: entry, content }: Pick<ReceivedEntry, 'name' | 'content'>,
  findings: Findings,
  { schema, max, prepare = (value) => value, take }: Lines<T>,
): Promise<void> {
  let line = 0;
  for await (const bytes of split(entry, content)) {
    line += 1;
    const place = { entry, line };
    if (line > max) throw invalid([{ field: entry, message: `It has more than ${max} lines.` }]);
    try {
      const read = parse(schema, prepare(parseJson(bytes)));
      if ('value' in read) await take(read.value, place);
      else for (const { field, message } of read.errors) findings.error(place, field, message);
    } catch (error) {
      findings.caught(place, error);
    }
  }
  findings.assertNone();
}

async function* split(entry: string, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
      yield Buffer.concat([...begun, chunk.subarray(from, at)]);
      [begun, bytes, from] = [[], 0, at + 1];
    }
    begun.push(chunk.subarray(from));
    bytes += chunk.length - from;
    if (bytes > MAX_LINE_BYTES) {
      throw invalid([{ field: entry, message: `A line has more than ${MAX_LINE_BYTES} bytes.` }]);
    }
  }
  const last = Buffer.concat(begun);
  if (last.length > 0) yield last;
}
