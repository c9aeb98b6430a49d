import { DomainError, ensure } from '@siteninja/core';
import { type IdentityCtx } from '../context';
import { type ClockChange } from './test-clock.schema';

/** @throws not_found in production, and where nothing moves the clocks of all processes */
export async function advanceClock(
  { ports }: IdentityCtx,
  { advance }: ClockChange,
): Promise<{ now: string }> {
  const { advanceClock: move } = ports;
  ensure(move, () => new DomainError('not_found', 'route.not_found', 'There is no such path.'));
  return { now: (await move(advance)).toISOString() };
}
