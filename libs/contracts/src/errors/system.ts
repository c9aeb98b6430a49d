import { entry, type ErrorEntry } from './entry';

export const SYSTEM_ERRORS = {
  'route.not_found': entry('not_found', 'There is no such path.', 'See /docs for all paths.'),
  'error_code.not_found': entry(
    'not_found',
    'There is no such error code.',
    'See /docs/errors for all codes.',
  ),
  'database.busy': entry(
    'unavailable',
    'The change could not be stored in time. Nothing was changed.',
    'Try again after Retry-After seconds.',
  ),
  'database.outcome_unknown': entry(
    'timed_out',
    'The database was lost just when the change was committed. It may have been stored or not.',
    'Read the resource before you try again, or use Idempotency-Key.',
  ),
  'service.unavailable': entry(
    'unavailable',
    'A part of the product does not answer.',
    'Try again after Retry-After seconds; /status shows which part.',
  ),
  'gateway.overloaded': entry(
    'unavailable',
    'Too many requests are being processed.',
    'Try again after Retry-After seconds.',
  ),
  'gateway.timeout': entry(
    'timed_out',
    'The service did not answer in time. A write may have been carried out.',
    'Read the resource before you try again, or use Idempotency-Key.',
  ),
  'gateway.bad_gateway': entry(
    'bad_gateway',
    'The service broke off its answer. A write may have been carried out.',
    'Read the resource before you try again, or use Idempotency-Key.',
  ),
  internal: entry(
    'internal',
    'A fault on our side. It has been logged under the request id.',
    'Tell us the request id (meta.requestId) if it happens again.',
  ),
} as const satisfies Record<string, ErrorEntry>;
