import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type AnswerOf, type calls } from '@siteninja/contracts';
import { notFound } from '@siteninja/core';
import { assertBodyExpected, type HeaderList } from '../request/headers';

export interface ChallengeParts {
  askChallenge(token: string): Promise<AnswerOf<typeof calls.getAcmeChallenge>>;
  security: HeaderList;
}

/** RFC 8555 §8.3: the base64url alphabet. */
const TOKEN = /^[\w-]{1,200}$/;

/** The token that a certificate authority looks for; undefined for any other path. */
export function challengeTokenOf(segments: readonly string[]): string | undefined {
  const [first, second, token] = segments;
  const isChallenge = first === '.well-known' && second === 'acme-challenge' && segments.length === 3;
  return isChallenge ? token : undefined;
}

/**
 * Proves to a certificate authority that a domain leads here (HTTP-01).
 * @throws not_found for a token that nobody waits for
 */
export async function writeChallenge(
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
  own: readonly string[],
  { askChallenge, security }: ChallengeParts,
): Promise<void> {
  assertBodyExpected(request);
  const { keyAuthorization } = TOKEN.test(token) ? await askChallenge(token) : { keyAuthorization: null };
  if (keyAuthorization === null) throw notFound('page');
  const headers = ['Content-Type', 'application/octet-stream', 'Cache-Control', 'no-store'];
  response.writeHead(200, [...security.flat(), ...own, ...headers]);
  response.end(keyAuthorization);
}
