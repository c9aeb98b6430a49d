import { MAX_FIELD_ERRORS } from '@siteninja/schema';

/**
 * What went wrong, in the product's words. libs/http maps each kind to one status; nothing else does.
 */
export type ErrorKind =
  | 'malformed'
  | 'unauthenticated'
  | 'payment_required'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'gone'
  | 'precondition_failed'
  | 'request_timeout'
  | 'too_large'
  | 'unsupported_media_type'
  | 'invalid'
  | 'expectation_failed'
  | 'too_many_requests'
  | 'headers_too_large'
  | 'internal'
  | 'bad_gateway'
  | 'unavailable'
  | 'timed_out';

export interface ErrorDetail {
  field?: string;
  message: string;
  [more: string]: unknown;
}

/**
 * The one error that operations throw. `message` and `details` are shown to the caller; what is for the
 * log alone goes into `cause`.
 */
export class DomainError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly details: ErrorDetail[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    kind: ErrorKind,
    code: string,
    message: string,
    more: { details?: ErrorDetail[]; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = 'DomainError';
    this.kind = kind;
    this.code = code;
    this.details = more.details?.slice(0, MAX_FIELD_ERRORS);
    this.headers = more.headers ?? {};
  }
}

/** `notFound('page')`: the same answer for what never existed and for what belongs to another tenant. */
export function notFound(resource: string): DomainError {
  const name = resource.replaceAll('_', ' ');
  return new DomainError('not_found', `${resource}.not_found`, `There is no such ${name}.`);
}

/** `conflict('page.slug_taken', 'slug', 'Another page …')`, naming the clashing field. */
export function conflict(code: string, field: string, message: string): DomainError {
  return new DomainError('conflict', code, message, { details: [{ field, message }] });
}

/** Bad fields that only the operation could find, in the same form as those that the schema finds. */
export function invalid(details: { field: string; message: string }[]): DomainError {
  return new DomainError('invalid', 'request.invalid', 'Some fields are not valid.', { details });
}

export function forbidden(code = 'auth.forbidden', message = 'You may not do this.'): DomainError {
  return new DomainError('forbidden', code, message);
}

export function unauthenticated(
  code = 'auth.unauthenticated',
  message = 'Sign in, or send a valid API key.',
): DomainError {
  return new DomainError('unauthenticated', code, message, { headers: { 'WWW-Authenticate': 'Bearer' } });
}

/** For a write that was meant for another state than the one that this tag names. */
export function preconditionFailed(currentEtag: string): DomainError {
  return new DomainError(
    'precondition_failed',
    'request.precondition_failed',
    'It has changed since you read it.',
    { headers: { ETag: currentEtag } },
  );
}

/** @param message ends without its point, which the seconds to wait follow */
export function tooManyRequests(code: string, message: string, retryAfterSeconds: number): DomainError {
  const sentence = `${message}. Try again in ${retryAfterSeconds} seconds.`;
  return new DomainError('too_many_requests', code, sentence, {
    headers: { 'Retry-After': String(retryAfterSeconds) },
    details: [{ field: 'retryAfter', message: sentence, retryAfter: retryAfterSeconds }],
  });
}

/** @param field the limit's name in the plan */
export function planLimitReached(
  field: string,
  message: string,
  { limit, usage }: { limit: number; usage: number },
): DomainError {
  return new DomainError('payment_required', 'plan.limit_reached', message, {
    details: [{ field, message, limit, usage }],
  });
}

/** A part of the product is unavailable; worth another try after some seconds. */
export function unavailable(code: string, message: string, cause?: unknown): DomainError {
  return new DomainError('unavailable', code, message, { cause, headers: { 'Retry-After': '2' } });
}

/** Keeps handlers flat: `ensure(page, () => notFound('page'))` narrows `page` to what is there. */
export function ensure(condition: unknown, error: () => DomainError): asserts condition {
  if (!condition) throw error();
}
