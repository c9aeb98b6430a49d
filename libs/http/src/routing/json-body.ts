import { DomainError, type ErrorDetail, walkJson } from '@siteninja/core';
import { type Request } from 'express';

/** Deeper, larger or oddly keyed JSON stalls the event loop, and no schema of ours takes it. */
const MAX_DEPTH = 32;
const MAX_VALUES = 50_000;
/** Of one object: V8 and joi are slow with more. */
const MAX_FIELDS = 1_000;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads a request's body as JSON.
 * @throws malformed for what is no UTF-8 or no JSON, unsupported_media_type, too_large, invalid
 */
export async function readJson(request: Request, limit: number): Promise<unknown> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const bytes = await readBytes(request, limit);
  if (bytes.length === 0 && type === undefined) return undefined;
  if (type !== 'application/json') {
    throw new DomainError(
      'unsupported_media_type',
      'request.media_type',
      'Send the body as application/json.',
    );
  }
  return parseJson(bytes);
}

/** @throws malformed for what is no UTF-8 or no JSON, invalid for what no schema of ours takes */
export function parseJson(bytes: Buffer): unknown {
  assertFewValues(bytes);
  const value = parse(bytes);
  assertHarmless(value);
  return value;
}

/** @throws too_large */
export async function readBytes(request: Request, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop must not end the connection: the answer is still to come.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) throw new Error('A request stream gave something other than bytes.');
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(limit: number): DomainError {
  return new DomainError('too_large', 'request.too_large', `The body has more than ${limit} bytes.`);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Every value but the first of a container stands behind a comma, and the first one behind a bracket. */
const BEFORE_VALUES = new Set([0x2c, 0x5b, 0x7b]);

/**
 * Counts before anything is built: to parse a megabyte of `{},{},…` costs twenty times as much as to look at its bytes.
 * @throws invalid
 */
function assertFewValues(bytes: Buffer): void {
  let values = 0;
  let isText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) isText = !isText;
    else if (isText && byte === BACKSLASH) at += 1;
    else if (!isText && BEFORE_VALUES.has(byte)) values += 1;
    if (values > MAX_VALUES) throw hostile('', `The body has more than ${MAX_VALUES} values.`);
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new DomainError('malformed', 'request.malformed_json', 'The body is not valid JSON.', { cause });
  }
}

function assertHarmless(root: unknown): void {
  for (const { name, value, depth } of walkJson(root)) {
    if (FORBIDDEN_KEYS.has(name)) throw hostile(name, `${name} is not a name a field can have.`);
    if (isBroken(name)) throw hostile('', 'The name of a field must be valid Unicode text.');
    // 1e400 is valid JSON, and becomes a number that no answer could give back.
    if (value === Infinity || value === -Infinity) throw hostile('', 'A number is too large.');
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= MAX_DEPTH) throw hostile('', `The body is nested more than ${MAX_DEPTH} levels deep.`);
    if (!Array.isArray(value) && Object.keys(value).length > MAX_FIELDS) {
      throw hostile('', `An object has more than ${MAX_FIELDS} fields.`);
    }
  }
}

/** A lone surrogate would come back from storage as another character. */
function isBroken(name: string): boolean {
  return /\p{Surrogate}/u.test(name);
}

function hostile(field: string, message: string): DomainError {
  const details: ErrorDetail[] = [{ field, message }];
  return new DomainError('invalid', 'request.invalid', message, { details });
}
