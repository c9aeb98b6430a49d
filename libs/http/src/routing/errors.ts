import {
  DomainError,
  type ErrorKind,
  isDatabaseUnavailable,
  type Logger,
  unavailable,
} from '@siteninja/core';

/** The one place that gives an error its status. */
export const STATUS: Readonly<Record<ErrorKind, number>> = {
  malformed: 400,
  unauthenticated: 401,
  payment_required: 402,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  conflict: 409,
  gone: 410,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media_type: 415,
  expectation_failed: 417,
  invalid: 422,
  too_many_requests: 429,
  headers_too_large: 431,
  internal: 500,
  bad_gateway: 502,
  unavailable: 503,
  timed_out: 504,
};

/** The kind that another service's status stands for. */
export function kindOf(status: number): ErrorKind {
  const known = Object.entries(STATUS).find(([, of]) => of === status)?.[0];
  return isKind(known) ? known : 'internal';
}

function isKind(name: string | undefined): name is ErrorKind {
  return name !== undefined && name in STATUS;
}

/** What the caller is told. Whatever is not a DomainError is ours to mend: it is logged, and tells nothing. */
export function asDomainError(error: unknown, log: Logger): DomainError {
  if (error instanceof DomainError) {
    if (STATUS[error.kind] >= 500) log.warn(error.message, { code: error.code, cause: error.cause });
    return error;
  }
  if (isDatabaseUnavailable(error)) {
    log.warn('the database is unavailable', { reason: error.message });
    return unavailable('service.unavailable', 'The service is unavailable. Try again.', error);
  }
  log.error('unexpected error', { error });
  return new DomainError('internal', 'internal', 'Something went wrong on our side.', { cause: error });
}

export interface ErrorAnswer {
  status: number;
  headers: Record<string, string>;
  contentType: string;
  body: object;
}

/** The error as the envelope, or where the client asks for it as a problem document (RFC 9457). */
export function describeError(
  error: DomainError,
  facts: { requestId: string; timestamp: string; accept: string | undefined },
): ErrorAnswer {
  const status = STATUS[error.kind];
  const { code, details, headers } = error;
  const meta = { timestamp: facts.timestamp, requestId: facts.requestId };
  const extra = details ? { details } : {};
  if (facts.accept?.includes('application/problem+json')) {
    const body = {
      type: `/docs/errors/${code}`,
      title: code,
      status,
      detail: error.message,
      code,
      ...extra,
      ...meta,
    };
    return { status, headers, contentType: 'application/problem+json; charset=utf-8', body };
  }
  const body = { success: false, error: error.message, code, ...extra, meta };
  return { status, headers, contentType: 'application/json; charset=utf-8', body };
}
