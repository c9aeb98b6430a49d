import { entry, type ErrorEntry } from './entry';

export const REQUEST_ERRORS = {
  'request.malformed_path': entry(
    'malformed',
    'The path is not a valid percent-encoding or contains an ambiguous segment.',
    'Encode each path segment (RFC 3986).',
  ),
  'request.malformed': entry(
    'malformed',
    'The bytes that came are no HTTP/1.1 request.',
    'Use an HTTP client library. A line or a header is wrong, such as two different lengths of one body.',
  ),
  'request.headers_too_large': entry(
    'headers_too_large',
    'The headers have more than 16 KB, or there are more than 500 of them.',
    'Send fewer and shorter headers.',
  ),
  'request.expectation': entry(
    'expectation_failed',
    'The Expect header names something else than 100-continue.',
    'Leave the header out.',
  ),
  'request.timeout': entry(
    'request_timeout',
    'The request came too slowly: a body has 10 seconds, and one more for each 32 KB that have come.',
    'Send it again, over a better connection or in smaller parts.',
  ),
  'request.unexpected_body': entry(
    'malformed',
    'A GET, HEAD or OPTIONS request has a body.',
    'Send no body. What such a request has to say belongs into its query.',
  ),
  'request.too_many_at_once': entry(
    'too_many_requests',
    'Too many requests of this address are under way at the same time.',
    'Wait for answers before sending more.',
  ),
  'request.malformed_json': entry(
    'malformed',
    'The body is not valid JSON.',
    'Send one JSON value in UTF-8.',
  ),
  'request.malformed_multipart': entry(
    'malformed',
    'The body is not a complete multipart/form-data message.',
    'Let your HTTP client build the form, and do not set Content-Type by hand.',
  ),
  'request.several_hosts': entry('malformed', 'The request has several Host headers.', 'Send one.'),
  'request.transfer_encoding': entry(
    'malformed',
    'GET, HEAD, DELETE and OPTIONS requests with Transfer-Encoding are refused.',
    'Send Content-Length, or no body.',
  ),
  'idempotency.in_progress': entry(
    'conflict',
    'A request with this Idempotency-Key is still being processed.',
    'Try again after Retry-After seconds: you then get the answer of that request.',
  ),
  'idempotency.answer_lost': entry(
    'conflict',
    'The request took effect, but we failed before its answer was sent, and cannot make it anew.',
    'Read the resource. Do not send the request again with another key: it would take effect twice.',
  ),
  'request.precondition_failed': entry(
    'precondition_failed',
    'The resource has changed since the ETag in If-Match was read. Nothing was written.',
    'Read the resource again, apply the change to what it is now, and send the new ETag. The answer carries it.',
  ),
  'request.too_large': entry('too_large', 'The body is larger than the route takes.', 'Send a smaller body.'),
  'request.media_type': entry(
    'unsupported_media_type',
    'The Content-Type of the body is not one that the route takes.',
    'Send application/json, or multipart/form-data for uploads.',
  ),
  'request.invalid': entry(
    'invalid',
    'A field of the body or the query is not valid. `details` names each of them.',
    'Mend the named fields. Unknown fields are errors too.',
  ),
  'request.method_not_allowed': entry(
    'method_not_allowed',
    'The path exists, but not with this method.',
    'The Allow header lists the methods.',
  ),
  'request.rate_limited': entry(
    'too_many_requests',
    'The caller, or for AI its tenant, has used up its requests of this hour.',
    'Wait as long as Retry-After says. RateLimit headers tell how many requests are left.',
  ),
} as const satisfies Record<string, ErrorEntry>;
