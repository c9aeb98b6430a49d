import { type ErrorCode, ERRORS } from '@siteninja/contracts';
import { type RouteFacts } from '../routing/route';
import { errorsOf } from '../routing/documented-errors';
import { STATUS } from '../routing/errors';

type Json = Record<string, unknown>;

/** Every answer has them, those of errors too. */
const EVERYWHERE = [
  'X-Request-Id',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'RateLimit',
  'RateLimit-Policy',
];

const text = (description: string): Json => ({ description, schema: { type: 'string' } });
const count = (description: string): Json => ({ description, schema: { type: 'integer' } });

export const HEADERS: Record<string, Json> = {
  'X-Request-Id': text('Names the request in our log. A valid one that you send is kept.'),
  'X-RateLimit-Limit': count('Requests an hour.'),
  'X-RateLimit-Remaining': count('Requests that are left.'),
  'X-RateLimit-Reset': count('Seconds until the limit is full again.'),
  RateLimit: text('The same, as the IETF draft RateLimit header fields has it.'),
  'RateLimit-Policy': text('The policies that apply.'),
  ETag: text('A strong tag of `data`, for If-Match and If-None-Match.'),
  Location: text('Where the new resource is.'),
  'Idempotency-Replayed': text('`true` where this is the kept answer of an earlier request.'),
  'Retry-After': count('Seconds after which to try again.'),
  'WWW-Authenticate': text('How to authenticate.'),
};

/** References to the named headers and to those of every answer. */
export function headersOf(...names: string[]): Json {
  return Object.fromEntries(
    [...names, ...EVERYWHERE].map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
}

/** Answers that several operations have are described once and referred to. */
export class NamedResponses {
  readonly #named = new Map<string, { text: string; response: Json }>();

  /** One response for each status, its codes listed and enumerated. */
  of(route: RouteFacts): Json {
    const byStatus = new Map<number, ErrorCode[]>();
    for (const code of errorsOf(route)) {
      const status = STATUS[ERRORS[code].kind];
      byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
    }
    const sorted = [...byStatus].sort(([a], [b]) => a - b);
    return Object.fromEntries(sorted.map(([status, codes]) => [status, this.#refer(status, codes)]));
  }

  all(): Json {
    const sorted = [...this.#named].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, { response }]) => [name, response]));
  }

  /** Named by its status and, where an operation has codes of its own, by these. */
  #refer(status: number, codes: readonly ErrorCode[]): Json {
    const response = errorResponse(status, codes);
    const text = JSON.stringify(response);
    const known = [...this.#named].find(([, other]) => other.text === text)?.[0];
    const name = known ?? this.#free(status);
    this.#named.set(name, { text, response });
    return { $ref: `#/components/responses/${name}` };
  }

  #free(status: number): string {
    let number = 1;
    const nameOf = (): string => (number === 1 ? `Error${status}` : `Error${status}_${number}`);
    while (this.#named.has(nameOf())) number += 1;
    return nameOf();
  }
}

function errorResponse(status: number, codes: readonly ErrorCode[]): Json {
  const causes = codes.map((code) => `- [\`${code}\`](/docs/errors/${code}): ${ERRORS[code].cause}`);
  const schema = {
    allOf: [
      { $ref: '#/components/schemas/Error' },
      { type: 'object', properties: { code: { type: 'string', enum: codes } } },
    ],
  };
  const [code] = codes;
  const example = code && {
    success: false,
    error: ERRORS[code].cause,
    code,
    meta: { timestamp: '2026-03-02T09:30:00.000Z', requestId: 'req-7f3a9c' },
  };
  return {
    description: causes.join('\n'),
    headers: headersOf(...extraHeaders(status)),
    content: { 'application/json': { schema, example } },
  };
}

function extraHeaders(status: number): string[] {
  if (status === 429 || status === 503) return ['Retry-After'];
  if (status === 412) return ['ETag'];
  return status === 401 ? ['WWW-Authenticate'] : [];
}
