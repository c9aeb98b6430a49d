import { DomainError } from '@siteninja/core';
import { type BodyPace } from '@siteninja/http';
import { type GatewayConfig } from '../config';

/** Slower clients are cut off. */
const MIN_BODY_BYTES_PER_SECOND = 32 * 1024;

/** How fast the body of a request has to come, see `watchBody`. */
export function bodyPace({ BODY_TIMEOUT }: Pick<GatewayConfig, 'BODY_TIMEOUT'>): BodyPace {
  return { graceSeconds: BODY_TIMEOUT, bytesPerSecond: MIN_BODY_BYTES_PER_SECOND };
}

export function tooSlow(): DomainError {
  return new DomainError('request_timeout', 'request.timeout', 'The body came too slowly.', {
    headers: { Connection: 'close' },
  });
}
