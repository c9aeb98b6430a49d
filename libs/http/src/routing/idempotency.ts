import { createHash } from 'node:crypto';
import {
  type Caller,
  type Ctx,
  DomainError,
  type ErrorDetail,
  type ErrorKind,
  invalid,
} from '@siteninja/core';
import { type Request, type Response } from 'express';
import { stringify } from 'safe-stable-stringify';
import { type Answer } from './answer';
import { STATUS } from './errors';
import { type ParsedBody, type RouteFacts } from './route';

const KEY_HEADER = 'idempotency-key';
export const REPLAYED_HEADER = 'Idempotency-Replayed';
const MAX_KEY_LENGTH = 255;

/** How a request ended, as it is kept. */
export type Outcome = { answer: Answer } | { error: StoredError };

interface StoredError {
  kind: ErrorKind;
  code: string;
  message: string;
  details: ErrorDetail[];
  headers: Record<string, string>;
}

/** A request that has its key for itself. */
export interface Claim {
  /** For the context: what the request's transactions gave when it ran before. */
  readonly effects: NonNullable<Ctx['effects']>;
  /** Whether there is something of that which this attempt has not come to. */
  hasUnreadResults(): boolean;
  /** Keeps the outcome for those who send the request again. */
  finish(outcome: Outcome): Promise<void>;
  /** Lets the request be tried again: nothing final came of it. */
  release(): Promise<void>;
}

/** Where keys and outcomes are kept; `libs/service` has it in the service's database. */
export interface IdempotencyKeys {
  /**
   * @param id names caller, route and key; `fingerprint` what the request asks for
   * @throws invalid where the key was used for something else, conflict while that request is being processed
   */
  claim(ctx: Ctx, id: string, fingerprint: string): Promise<Claim | Outcome>;
}

/** Routes that clients call with a key: all that make something, but sign-in and what answers with bytes. */
export function takesIdempotencyKey({ method, path, returns }: RouteFacts): boolean {
  const isExcepted = path.startsWith('/auth/') || path.startsWith('/internal/');
  return method === 'post' && !isExcepted && returns.form !== 'raw';
}

/** @throws invalid for a key that is empty or too long */
export function idempotencyKeyOf(route: RouteFacts, request: Request): string | null {
  const key = request.headers[KEY_HEADER];
  if (typeof key !== 'string' || !takesIdempotencyKey(route)) return null;
  if (key.length === 0 || key.length > MAX_KEY_LENGTH) {
    const message = `Idempotency-Key must have 1 to ${MAX_KEY_LENGTH} characters.`;
    throw invalid([{ field: 'Idempotency-Key', message }]);
  }
  return key;
}

/** What a key is unique within: the caller and the route. */
export function claimId(ctx: Ctx, { method, path }: RouteFacts, key: string): string {
  return hash([callerId(ctx.caller, ctx.request?.ipAddress), method, path, key]);
}

function callerId(caller: Caller, ipAddress = ''): string {
  if (caller.type === 'user') return `user ${caller.userId}`;
  return caller.type === 'api_key' ? `api_key ${caller.apiKeyId}` : `anonymous ${ipAddress}`;
}

/** The path, the query and the body as parsed: two bodies that differ in white space alone are the same. */
export async function fingerprintOf(request: Request, received: ParsedBody | undefined): Promise<string> {
  const body = received?.fingerprint ? await received.fingerprint() : received?.body;
  return hash([request.path.toLowerCase(), request.query, body ?? null]);
}

/** Equality is of content: the order of an object's fields says nothing. */
function hash(value: unknown): string {
  return createHash('sha256')
    .update(stringify(value) ?? '')
    .digest('base64url');
}

/** Answers, and keeps the outcome where it is final. */
export async function answerOnce(
  claim: Claim,
  log: Ctx['log'],
  make: () => Promise<Answer>,
): Promise<Answer> {
  const keep = async (work: Promise<void>): Promise<void> => {
    // What the request did is kept already; without its answer the next one makes it anew.
    await work.catch((error: unknown) => log.warn('an answer was not kept', { error }));
  };
  try {
    const answer = await make();
    await keep(claim.finish({ answer }));
    return answer;
  } catch (thrown) {
    // What the request itself did may be what it is now refused for.
    const error = isFinal(thrown) && claim.hasUnreadResults() ? answerLost(thrown) : thrown;
    await keep(isFinal(error) ? claim.finish({ error: stored(error) }) : claim.release());
    throw error;
  }
}

/** For who asks again for what they did not wait for, too. */
export function answerLost(cause: unknown): DomainError {
  const message = 'The request took effect, but its answer was lost. Read the resource.';
  return new DomainError('conflict', 'idempotency.answer_lost', message, { cause });
}

/** Another try may end otherwise once the caller signs in, is allowed or waits, or we are well again. */
const NOT_FINAL = new Set([401, 403, 429]);

function isFinal(error: unknown): error is DomainError {
  if (!(error instanceof DomainError)) return false;
  const status = STATUS[error.kind];
  return status < 500 && !NOT_FINAL.has(status);
}

function stored({ kind, code, message, details = [], headers }: DomainError): StoredError {
  return { kind, code, message, details, headers };
}

/** @returns the kept answer. @throws the error that the request ended with when it was first made */
export function replay(response: Response, outcome: Outcome): Answer {
  response.setHeader(REPLAYED_HEADER, 'true');
  if ('answer' in outcome) return outcome.answer;
  const { kind, code, message, details, headers } = outcome.error;
  throw new DomainError(kind, code, message, { headers, ...(details.length > 0 ? { details } : {}) });
}
